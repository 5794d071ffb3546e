package dev.accountfeed.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The shipped schemas of what goes out: found, as consumers find them, by the URN in {@code dataschema}. */
public final class EventSchemas {

    public static final String ACCOUNT = "urn:accountfeed:account:1.0";

    private static final Map<String, String> TEXTS = Map.of(
            ACCOUNT,
            text("account"),
            CloudEventEncoder.ACCOUNT_EVENT_SCHEMA.toString(),
            text("account-event"),
            CloudEventEncoder.SOURCE_EVENT_SCHEMA.toString(),
            text("source-event"));

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012, builder -> builder.schemaLoaders(loaders -> loaders.schemas(TEXTS)));

    private EventSchemas() {}

    /** What is wrong with a CloudEvent's data, by the schema that the event itself names; empty where nothing is. */
    public static List<String> problems(JsonNode event) {
        return problems(event.path("dataschema").asText(), event.path("data"));
    }

    /** What is wrong with a value by the schema of that URN. */
    public static List<String> problems(String urn, JsonNode value) {
        JsonSchema schema = FACTORY.getSchema(
                SchemaLocation.of(urn),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
        return schema.validate(value).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .collect(Collectors.toList());
    }

    private static String text(String name) {
        try (InputStream in = EventSchemas.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
