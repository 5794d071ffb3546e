package dev.accountfeed.sink;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.accountfeed.account.Json;
import java.io.IOException;

/** Reads an event's place in the feed from its text. */
final class EventLine {

    private EventLine() {}

    /** Reads to the end of the line, so that what is only half an event is not taken for one. */
    static Sink.Position position(byte[] line) throws IOException {
        String id = "";
        String sequence = "";
        try (JsonParser parser = Json.STORED.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("id")) {
                    id = parser.getText();
                } else if (name.equals("sequence")) {
                    sequence = parser.getText();
                }
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                throw new IOException("more than one JSON object");
            }
        }
        return new Sink.Position(generation(id), sequence(sequence));
    }

    static String generation(String id) throws IOException {
        int slash = id.indexOf('/');
        if (slash <= 0) {
            throw new IOException("no generation in the id");
        }
        return id.substring(0, slash);
    }

    static long sequence(String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("no sequence", e);
        }
    }
}
