package dev.accountfeed.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the service says of its sources and sinks, for a person. */
final class StatusTables {

    private final Instant now;
    private final int width;

    StatusTables(Instant now, int width) {
        this.now = now;
        this.width = width;
    }

    List<String> lines(JsonNode sources, JsonNode sinks) {
        List<String> lines = new ArrayList<>(sources(sources).lines());
        lines.add("");
        lines.addAll(sinks(sinks).lines());
        return lines;
    }

    private TextTable sources(JsonNode sources) {
        TextTable table =
                new TextTable(width, "SOURCE", "STATE", "LAST POLL", "NEXT", "OUTCOME", "ACCOUNTS", "HELD", "MESSAGE");
        for (JsonNode source : sources) {
            boolean polling = source.path("polling").asBoolean();
            table.row(
                    source.path("id").asText(),
                    source.path("state").asText(),
                    time(source.path("lastPoll"), "ago", "never"),
                    polling ? "now" : time(source.path("nextPoll"), "", "-"),
                    source.path("outcome").asText("-"),
                    source.path("accounts").asText("0"),
                    source.path("heldDeletes").asText("0"),
                    text(source.path("message")));
        }
        return table;
    }

    private TextTable sinks(JsonNode sinks) {
        TextTable table = new TextTable(width, "SINK", "STATE", "POSITION", "LAG", "LAST ERROR");
        for (JsonNode sink : sinks) {
            long position = sink.path("position").asLong(-1);
            table.row(
                    sink.path("name").asText(),
                    sink.path("state").asText(),
                    position < 0 ? "-" : Long.toString(position),
                    sink.path("lag").asText("-"),
                    text(sink.path("lastError")));
        }
        return table;
    }

    /** On one line: what a provider says may have others, and control characters. */
    private static String text(JsonNode node) {
        return node.asText("").equals("null") ? "" : node.asText("").replaceAll("\\p{Cntrl}+", " ");
    }

    private String time(JsonNode time, String past, String otherwise) {
        if (!time.isTextual()) {
            return otherwise;
        }
        Duration distance = Duration.between(now, Instant.parse(time.asText())).abs();
        return (span(distance) + " " + past).strip();
    }

    private static String span(Duration time) {
        if (time.toHours() >= 48) {
            return time.toDays() + " d";
        }
        if (time.toMinutes() >= 120) {
            return time.toHours() + " h";
        }
        return time.toSeconds() >= 120 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
