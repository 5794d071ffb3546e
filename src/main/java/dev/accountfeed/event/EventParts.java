package dev.accountfeed.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored event taken apart, with its data as they stand in the text, byte for byte.
 *
 * @param attributes the CloudEvents attributes and extensions, in order
 * @param data the JSON value of {@code data}
 * @param op what happened to the account; null for a source's event
 * @param after the account, as it stands in the data; null after its delete
 */
public record EventParts(
        Map<String, String> attributes,
        String data,
        @Nullable String op,
        @Nullable String after) {

    public EventParts {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * Reads a CloudEvent in structured JSON.
     *
     * @throws IOException if it is none
     */
    public static EventParts of(String json) throws IOException {
        Map<String, String> attributes = new LinkedHashMap<>();
        String data = "null";
        String op = null;
        String after = null;
        try (JsonParser parser = Json.STORED.createParser(json)) {
            expectObject(parser);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (!name.equals("data")) {
                    attributes.put(name, parser.getText());
                } else if (parser.currentToken() == JsonToken.START_OBJECT) {
                    int start = start(parser);
                    while (parser.nextToken() != JsonToken.END_OBJECT) {
                        String field = parser.currentName();
                        parser.nextToken();
                        if (field.equals("op")) {
                            op = parser.getText();
                        } else if (field.equals("after")) {
                            after = value(json, parser);
                        }
                        parser.skipChildren();
                    }
                    data = json.substring(start, end(parser));
                } else {
                    data = value(json, parser);
                }
            }
        }
        return new EventParts(attributes, data, op, after);
    }

    private static void expectObject(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("an event is a JSON object");
        }
    }

    private static String value(String json, JsonParser parser) throws IOException {
        int start = start(parser);
        parser.skipChildren();
        parser.finishToken();
        return json.substring(start, end(parser));
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private static int end(JsonParser parser) {
        return (int) parser.currentLocation().getCharOffset();
    }

    /** An attribute that every event has. */
    public String attribute(String name) throws IOException {
        String value = attributes.get(name);
        if (value == null) {
            throw new IOException("the event has no " + name);
        }
        return value;
    }
}
