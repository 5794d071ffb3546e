package dev.accountfeed.sandbox;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A provider whose calls are simple enough to be data.
 *
 * <p>{@code authorization} in its file is a scheme with a username and password, or a token; {@code resources} maps each
 * path to {@code row}, the field around the first account, or {@code rows}, the field around a page of all, with
 * {@code pageSize} and {@code next_page_uri}; {@code error} is the body of a refusal, in which {@code {code}},
 * {@code {text}} and {@code {status}} are filled in, as a number where a text consists of {@code #code} or
 * {@code #status}.
 */
final class DataSimulator implements Simulator {

    private final ProviderData data;
    private final AccountStore accounts;

    DataSimulator(String name) {
        data = ProviderData.load(name);
        accounts = data.accounts();
    }

    @Override
    public ProviderData data() {
        return data;
    }

    @Override
    public AccountStore accounts() {
        return accounts;
    }

    @Override
    public boolean serves(String path) {
        return path.startsWith(data.path() + "/");
    }

    @Override
    public String caller(Request request) {
        return Basic.of(request).map(Basic::user).orElse("");
    }

    @Override
    public Answer answer(Request request) {
        if (!authorized(request)) {
            return refuse(request, "unauthorized");
        }
        JsonNode resource = data.all().path("resources").path(request.path());
        if (resource.isMissingNode() || !request.method().equals("GET")) {
            return refuse(request, "not-found");
        }
        return resource.has("rows") ? page(request, resource) : one(request, resource);
    }

    private boolean authorized(Request request) {
        JsonNode wanted = data.all().path("authorization");
        if (wanted.path("scheme").asText().equals("Basic")) {
            Basic right = new Basic(
                    wanted.path("username").asText(), wanted.path("password").asText());
            return Basic.of(request).equals(Optional.of(right));
        }
        String right =
                wanted.path("scheme").asText() + " " + wanted.path("token").asText();
        return request.header("Authorization").equals(Optional.of(right));
    }

    private Answer one(Request request, JsonNode resource) {
        List<ObjectNode> all = accounts.all();
        if (all.isEmpty()) {
            return refuse(request, "not-found");
        }
        Rows rows = request.edit().apply(new Rows(all.subList(0, 1), true));
        String row =
                rows.list().isEmpty() ? "{}" : RowWriter.JSON.write(rows.list().get(0));
        return json("{\"" + resource.path("row").asText() + "\":" + row + "}");
    }

    private Answer page(Request request, JsonNode resource) {
        List<ObjectNode> all = accounts.all();
        int size = Math.max(
                1, number(request, "PageSize", resource.path("pageSize").asInt()));
        int page = number(request, "Page", 0);
        int start = (int) Math.min((long) page * size, all.size());
        int end = Math.min(start + size, all.size());
        Rows rows = request.edit().apply(new Rows(all.subList(start, end), false));
        ObjectNode rest = Json.object();
        rest.put("page", page).put("page_size", size).put("start", start);
        rest.put("first_page_uri", uri(request, size, 0));
        rest.put("next_page_uri", end < all.size() ? uri(request, size, page + 1) : null);
        String tail = "]," + Json.text(rest).substring(1);
        String head = "{\"" + resource.path("rows").asText() + "\":[";
        return Answer.of(200, "application/json", RowsContent.of(head, rows.list(), RowWriter.JSON, ",", tail));
    }

    private static String uri(Request request, int size, int page) {
        return request.path() + "?PageSize=" + size + "&Page=" + page;
    }

    private static int number(Request request, String name, int otherwise) {
        String text = request.query().getOrDefault(name, "");
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    @Override
    public Answer refuse(Request request, Refusal refusal) {
        String status = String.valueOf(refusal.status());
        String code = quoted(refusal.code());
        String body = Json.text(data.all().path("error"))
                .replace("\"#code\"", code)
                .replace("\"#status\"", status)
                .replace("{code}", code)
                .replace("{status}", status)
                .replace("{text}", quoted(refusal.text()));
        return json(body).status(refusal.status());
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static Answer json(String body) {
        return Answer.of(200, "application/json", Content.of(body));
    }
}
