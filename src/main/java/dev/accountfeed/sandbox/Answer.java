package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back to a caller, and how. */
record Answer(int status, Map<String, String> headers, Content content, Delivery delivery) {

    static Answer of(int status, String contentType, Content content) {
        return new Answer(status, Map.of("Content-Type", contentType), content, Delivery.PROPER);
    }

    static Answer json(int status, JsonNode body) {
        return of(status, "application/json", Content.of(Json.text(body)));
    }

    static Answer text(int status, String body) {
        return of(status, "text/plain; charset=utf-8", Content.of(body));
    }

    Answer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, content, delivery);
    }

    Answer status(int other) {
        return new Answer(other, headers, content, delivery);
    }

    Answer content(Content other) {
        return new Answer(status, headers, other, delivery);
    }

    Answer delivery(Delivery other) {
        return new Answer(status, headers, content, other);
    }
}
