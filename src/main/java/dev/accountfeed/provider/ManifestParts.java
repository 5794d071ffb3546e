package dev.accountfeed.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.config.Urls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a manifest apart that has been checked. */
final class ManifestParts {

    /** As the schema says. */
    private static final long PAGED_BYTES = 1L << 30;

    private ManifestParts() {}

    static Provider provider(JsonNode manifest, Path folder) {
        String url = text(manifest, "url");
        Map<String, List<String>> derived = new LinkedHashMap<>();
        manifest.path("derived").properties().forEach(e -> derived.put(e.getKey(), texts(e.getValue())));
        return new Provider(
                folder.getFileName().toString(),
                folder,
                manifest.path("title").asText(),
                url == null ? null : Urls.base(url),
                manifest.path("credentials"),
                text(manifest, "apiKeyScheme"),
                manifest.path("options"),
                texts(manifest.path("scope")),
                manifest.path("maxBytes").asLong(),
                records(manifest.path("records")),
                errors(manifest.path("errors")),
                map(manifest.path("fields")),
                new LinkedHashSet<>(texts(manifest.path("secrets"))),
                map(manifest.path("times")),
                derived,
                text(manifest, "preferredAddress"));
    }

    private static Provider.Records records(JsonNode records) {
        return new Provider.Records(
                text(records, "id"),
                text(records, "idOption"),
                text(records, "single"),
                text(records, "list"),
                text(records, "beside"),
                text(records, "element"),
                text(records, "limit"),
                text(records, "maxLimit"),
                records.path("roundCap").asInt(),
                texts(records.path("filters")),
                records.has("paging") ? paging(records.path("paging")) : null);
    }

    private static Provider.Paging paging(JsonNode paging) {
        return new Provider.Paging(
                text(paging, "size"),
                paging.path("rows").asInt(),
                text(paging, "next"),
                text(paging, "offset"),
                text(paging, "total"),
                paging.path("maxBytes").asLong(PAGED_BYTES));
    }

    private static Provider.Errors errors(JsonNode errors) {
        return new Provider.Errors(
                texts(errors.path("codes")),
                texts(errors.path("messages")),
                map(errors.path("classes")),
                text(errors, "retryAfter"));
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null ? null : value.asText();
    }

    private static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new LinkedHashMap<>();
        object.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
        return map;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(entry -> texts.add(entry.asText()));
        return List.copyOf(texts);
    }
}
