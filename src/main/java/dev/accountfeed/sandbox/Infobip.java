package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Infobip's {@code /settings/1/accounts}, {@code /settings/1/accounts/{key}}, {@code /account/1/balance} and
 * {@code /account/1/total-balance}.
 *
 * <p>The account with {@code ~own} is the caller's: {@code _} gives it, lists leave it out, and its {@code ~balance}
 * and {@code ~currency} are the balance.
 */
final class Infobip implements Simulator {

    private static final String ACCOUNTS = "/settings/1/accounts";
    private static final String OWN = "~own";
    private static final int DEFAULT_LIMIT = 40;
    private static final Set<String> FILTERS = Set.of("name", "enabled", "limit");

    private final ProviderData data = ProviderData.load("infobip");
    private final AccountStore accounts = data.accounts();
    private final InfobipForm form = new InfobipForm();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Set<String> apiKeys = ConcurrentHashMap.newKeySet();

    Infobip() {
        JsonNode credentials = data.all().path("credentials");
        passwords.put(
                credentials.path("username").asText(),
                credentials.path("password").asText());
        apiKeys.add(credentials.path("apiKey").asText());
    }

    @Override
    public ProviderData data() {
        return data;
    }

    @Override
    public AccountStore accounts() {
        return accounts;
    }

    /** Replaces all accounts but the caller's own by generated ones. */
    void generate(int count) {
        ObjectNode own = own().orElseGet(() -> data.accounts().all().get(0));
        accounts.generate(new InfobipAccounts(own, count));
    }

    Map<String, String> passwords() {
        return passwords;
    }

    Set<String> apiKeys() {
        return apiKeys;
    }

    @Override
    public boolean serves(String path) {
        return path.equals(ACCOUNTS) || path.startsWith(ACCOUNTS + "/") || path.startsWith("/account/1/");
    }

    @Override
    public Answer answer(Request request) {
        if (!authorized(request)) {
            return refuse(request, "unauthorized");
        }
        if (!request.method().equals("GET")) {
            return refuse(request, "method-not-allowed");
        }
        return switch (request.path()) {
            case ACCOUNTS -> list(request);
            case "/account/1/balance" -> balance(request, false);
            case "/account/1/total-balance" -> balance(request, true);
            default -> one(request);
        };
    }

    private boolean authorized(Request request) {
        Optional<Basic> basic = Basic.of(request);
        if (basic.isPresent()) {
            return basic.get().password().equals(passwords.get(basic.get().user()));
        }
        return request.header("Authorization")
                .filter(value -> value.startsWith("App ") && apiKeys.contains(value.substring(4)))
                .isPresent();
    }

    @Override
    public String caller(Request request) {
        return Basic.of(request)
                .map(Basic::user)
                .orElse(request.headers().containsKey("Authorization") ? "api key" : "");
    }

    @Override
    public Answer refuse(Request request, Refusal refusal) {
        return form.refusal(request, refusal);
    }

    private Optional<ObjectNode> own() {
        List<ObjectNode> all = accounts.all();
        return ownIsFirst(all)
                ? Optional.of(all.get(0))
                : all.stream().filter(account -> account.has(OWN)).findFirst();
    }

    private static boolean ownIsFirst(List<ObjectNode> all) {
        return !all.isEmpty() && all.get(0).has(OWN);
    }

    private Answer one(Request request) {
        if (!request.path().startsWith(ACCOUNTS + "/")) {
            return refuse(request, "not-found");
        }
        if (!Collections.disjoint(request.query().keySet(), FILTERS)) {
            return refuse(request, "bad-request");
        }
        String key = request.path().substring(ACCOUNTS.length() + 1);
        Optional<ObjectNode> account = key.equals("_") ? own() : accounts.get(key);
        return account.isEmpty()
                ? refuse(request, "not-found")
                : form.accounts(request, new Rows(List.of(account.get()), true), false);
    }

    private Answer list(Request request) {
        Optional<Integer> limit = limit(request.query().get("limit"));
        String enabled = request.query().getOrDefault("enabled", "");
        if (limit.isEmpty() || !Set.of("", "true", "false").contains(enabled)) {
            return refuse(request, "bad-request");
        }
        String name = request.query().get("name");
        return form.accounts(request, new Rows(newest(limit.get(), name, enabled), false), name != null);
    }

    private static Optional<Integer> limit(@Nullable String text) {
        if (text == null) {
            return Optional.of(DEFAULT_LIMIT);
        }
        return text.matches("[0-9]{1,9}") && Integer.parseInt(text) > 0
                ? Optional.of(Integer.valueOf(text))
                : Optional.empty();
    }

    /** The last ones by id, oldest of them first. */
    private List<ObjectNode> newest(int limit, @Nullable String name, String enabled) {
        List<ObjectNode> all = accounts.all();
        if (name == null && enabled.isEmpty() && ownIsFirst(all)) {
            // Nothing to look at: a view, so that a million accounts take no memory.
            return all.subList(Math.max(1, all.size() - limit), all.size());
        }
        List<ObjectNode> found = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0 && found.size() < limit; i--) {
            ObjectNode account = all.get(i);
            if (!account.has(OWN)
                    && (name == null || name.equals(account.path("name").asText()))
                    && (enabled.isEmpty()
                            || enabled.equals(account.path("enabled").asText()))) {
                found.add(account);
            }
        }
        Collections.reverse(found);
        return found;
    }

    private Answer balance(Request request, boolean total) {
        Optional<ObjectNode> own = own();
        if (own.isEmpty()) {
            return refuse(request, "not-found");
        }
        ObjectNode body = Json.object();
        String currency = own.get().path("~currency").asText("EUR").toUpperCase(Locale.ROOT);
        body.set("balance", own.get().path("~balance"));
        if (total) {
            body.putObject("currency")
                    .put("id", 2)
                    .put("currencyName", currency)
                    .put("symbol", currency);
        } else {
            body.put("currency", currency);
        }
        return form.object(request, body, "accountBalance");
    }
}
