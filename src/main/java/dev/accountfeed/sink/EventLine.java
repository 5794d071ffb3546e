package dev.accountfeed.sink;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.accountfeed.account.Json;
import dev.accountfeed.account.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads an event's place in the feed from its text. */
final class EventLine {

    private EventLine() {}

    /**
     * Reads to the end of the line, so that what is only half an event is not taken for one.
     *
     * @param line with its newline, which is not the event's
     */
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
        String event = new String(line, 0, line.length - 1, StandardCharsets.UTF_8);
        return new Sink.Position(generation(id), sequence(sequence), Sha256.hex(event));
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
