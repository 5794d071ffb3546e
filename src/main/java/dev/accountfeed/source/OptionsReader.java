package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.config.SchemaCheck;
import dev.accountfeed.provider.Provider;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code options}, checked against the provider's schema, whose defaults it fills in. */
final class OptionsReader {

    private final JsonNode schema;
    private final Provider.Records records;
    private final SchemaCheck check;

    OptionsReader(Provider provider) {
        this.schema = provider.options();
        this.records = provider.records();
        this.check = SchemaCheck.of(schema);
    }

    Map<String, JsonNode> read(Entry source) {
        if (source.sound("options")) {
            check.check(source.document(), source.at("options"), source.report());
        } else if (!source.has("options") && schema.has("required")) {
            source.report()
                    .atKey(source.pointer(), "`options` is missing: the provider needs " + schema.get("required"));
        }
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        source.get("options").properties().forEach(option -> options.set(option.getKey(), option.getValue()));
        if (source.report().clean(source.at("options"))) {
            schema.path("properties").properties().forEach(option -> fill(options, option.getKey(), option.getValue()));
            limits(source, options);
        }
        Map<String, JsonNode> result = new TreeMap<>();
        options.properties().forEach(option -> result.put(option.getKey(), option.getValue()));
        return result;
    }

    private void limits(Entry source, ObjectNode options) {
        JsonNode limit = options.path(String.valueOf(records.limit()));
        JsonNode most = options.path(String.valueOf(records.maxLimit()));
        if (limit.isNumber() && most.isNumber() && limit.asLong() > most.asLong()) {
            String name = source.below("options").has(String.valueOf(records.limit()))
                    ? String.valueOf(records.limit())
                    : String.valueOf(records.maxLimit());
            source.report()
                    .atValue(
                            source.below("options").at(name),
                            "`" + records.limit() + "` (" + limit.asLong() + ") must be at most `" + records.maxLimit()
                                    + "` (" + most.asLong() + ")");
        }
    }

    /** A default that the options which are there exclude is no default. */
    private void fill(ObjectNode options, String name, JsonNode option) {
        if (options.has(name) || !option.has("default")) {
            return;
        }
        options.set(name, option.get("default"));
        if (!check.accepts(options)) {
            options.remove(name);
        }
    }
}
