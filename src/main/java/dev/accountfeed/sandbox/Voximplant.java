package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Voximplant's {@code GetAccountInfo} and {@code GetChildrenAccounts}.
 *
 * <p>An account whose {@code ~parent} is another's id is a child: the parent's key may act for it.
 */
final class Voximplant implements Simulator {

    static final String PARENT = "~parent";
    private static final String NODE = "\"api-node1.voximplant.com\"";
    private static final int DEFAULT_COUNT = 20;

    private final ProviderData data = ProviderData.load("voximplant");
    private final AccountStore accounts = data.accounts();
    private final VoximplantKeys keys = new VoximplantKeys();
    private final VoximplantTokens tokens = new VoximplantTokens(keys, accounts);

    @Override
    public ProviderData data() {
        return data;
    }

    @Override
    public AccountStore accounts() {
        return accounts;
    }

    VoximplantKeys keys() {
        return keys;
    }

    @Override
    public boolean serves(String path) {
        return path.startsWith(data.path() + "/");
    }

    @Override
    public String caller(Request request) {
        return VoximplantTokens.claimedIssuer(request);
    }

    @Override
    public Answer answer(Request request) {
        if (!request.method().equals("POST")) {
            return refuse(request, "method-not-allowed");
        }
        VoximplantTokens.Verdict verdict = tokens.check(request);
        if (verdict.refusal() != null) {
            return refuse(request, verdict.refusal());
        }
        return switch (request.path().substring(data.path().length() + 1)) {
            case "GetAccountInfo" -> account(request, verdict.account());
            case "GetChildrenAccounts" -> children(request, verdict.account());
            default -> refuse(request, "command-unknown");
        };
    }

    private Answer account(Request request, String id) {
        Optional<ObjectNode> account = accounts.get(id);
        if (account.isEmpty()) {
            return refuse(request, "account-unknown");
        }
        ObjectNode shown = account.get();
        if ("false".equals(request.query().get("return_live_balance"))) {
            shown = shown.deepCopy();
            shown.remove("live_balance");
        }
        Rows rows = request.edit().apply(new Rows(List.of(shown), true));
        String result =
                rows.list().isEmpty() ? "{}" : RowWriter.JSON.write(rows.list().get(0));
        return json(Content.of(
                "{\"result\":" + result + ",\"api_address\":" + NODE + ",\"debugger_address\":" + NODE + "}"));
    }

    private Answer children(Request request, String parent) {
        String wanted = request.query().getOrDefault("child_account_id", "all");
        List<ObjectNode> all = accounts.all().stream()
                .filter(account -> account.path(PARENT).asText().equals(parent))
                .filter(account -> wanted.equals("all")
                        || List.of(wanted.split(";"))
                                .contains(account.path("account_id").asText()))
                .collect(Collectors.toList());
        int offset = Math.min(number(request, "offset", 0), all.size());
        int count = number(request, "count", DEFAULT_COUNT);
        List<ObjectNode> page = all.subList(offset, Math.min(offset + count, all.size()));
        Rows rows = request.edit().apply(new Rows(page, false));
        String tail =
                "],\"total_count\":" + all.size() + ",\"count\":" + rows.list().size() + "}";
        return json(RowsContent.of("{\"result\":[", rows.list(), RowWriter.JSON, ",", tail));
    }

    private static int number(Request request, String name, int otherwise) {
        String text = request.query().getOrDefault(name, "");
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    /** In the form of the hints {@code form}: error or errors, and {@code field}: a field_name. */
    @Override
    public Answer refuse(Request request, Refusal refusal) {
        ObjectNode error = Json.object();
        String code = refusal.code();
        error.set("code", code.matches("[0-9]{1,9}") ? error.numberNode(Integer.parseInt(code)) : error.textNode(code));
        error.put("msg", refusal.text());
        if (request.hints().containsKey("field")) {
            error.put("field_name", request.hints().get("field"));
        }
        ObjectNode body = Json.object();
        if ("errors".equals(request.hints().get("form"))) {
            body.putArray("errors").add(error);
        } else {
            body.set("error", error);
        }
        return Answer.json(refusal.status(), body);
    }

    private static Answer json(Content content) {
        return Answer.of(200, "application/json", content);
    }
}
