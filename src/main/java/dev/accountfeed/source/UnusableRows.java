package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The records of an answer that no account can be made of: all are counted, the first hundred kept. */
final class UnusableRows {

    private static final int KEPT = 100;

    private final List<Row> kept = new ArrayList<>();
    private long count;

    record Row(JsonNode record, String reason) {}

    void add(JsonNode record, String reason) {
        count++;
        if (kept.size() < KEPT) {
            kept.add(new Row(record, reason));
        }
    }

    List<Row> kept() {
        return kept;
    }

    long count() {
        return count;
    }
}
