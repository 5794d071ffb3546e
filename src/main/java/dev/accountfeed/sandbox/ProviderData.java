package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a simulated provider is by data: {@code sandbox/<name>.json}.
 *
 * @param path of the base URL, after host and port
 * @param fields names of what every provider has in some field of its own
 * @param refusals by kind, such as {@code rate-limited}
 * @param messages by code, where the text says more than the refusal's; {@code {seconds}} is filled in
 * @param all the whole file
 */
record ProviderData(
        String name,
        String path,
        Fields fields,
        Map<String, Refusal> refusals,
        Map<String, String> messages,
        JsonNode all) {

    /** The provider's names of a row's id, name, status and a number. */
    record Fields(String id, String name, String status, String number) {

        /** A field by its role, or by its own name. */
        String named(String roleOrName) {
            return switch (roleOrName) {
                case "id" -> id;
                case "name" -> name;
                case "status" -> status;
                case "number" -> number;
                default -> roleOrName;
            };
        }
    }

    static ProviderData load(String name) {
        try (InputStream in = ProviderData.class.getResourceAsStream("/sandbox/" + name + ".json")) {
            JsonNode all = Json.MAPPER.readTree(Objects.requireNonNull(in, name));
            JsonNode fields = all.path("fields");
            Map<String, Refusal> refusals = new HashMap<>();
            all.path("refusals").properties().forEach(entry -> {
                JsonNode refusal = entry.getValue();
                refusals.put(
                        entry.getKey(),
                        new Refusal(
                                refusal.path("status").asInt(200),
                                refusal.path("code").asText(),
                                refusal.path("text").asText()));
            });
            Map<String, String> messages = new HashMap<>();
            all.path("messages")
                    .properties()
                    .forEach(entry ->
                            messages.put(entry.getKey(), entry.getValue().asText()));
            return new ProviderData(
                    name,
                    all.path("path").asText(),
                    new Fields(
                            fields.path("id").asText(),
                            fields.path("name").asText(),
                            fields.path("status").asText(),
                            fields.path("number").asText()),
                    Map.copyOf(refusals),
                    Map.copyOf(messages),
                    all);
        } catch (IOException e) {
            throw new UncheckedIOException("sandbox/" + name + ".json", e);
        }
    }

    /** The accounts that are there at the start. */
    AccountStore accounts() {
        AccountStore store = new AccountStore(fields.id());
        all.path("accounts").forEach(account -> store.put((ObjectNode) account));
        return store;
    }

    Refusal refusal(String kind) {
        Refusal known = refusals.get(kind);
        return known == null ? new Refusal(500, "", kind) : known;
    }
}
