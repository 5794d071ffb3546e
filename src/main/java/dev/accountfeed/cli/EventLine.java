package dev.accountfeed.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.event.StoredEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** An event as one line that a person reads. */
final class EventLine {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int MAX_VALUE = 40;

    private final Ansi ansi;

    EventLine(ColorScheme colors) {
        this.ansi = colors.ansi();
    }

    String of(StoredEvent stored) {
        JsonNode event = Json.tree(stored.json());
        JsonNode data = event.path("data");
        String source = event.path("source").asText();
        String type = event.path("type").asText();
        return String.format(
                Locale.ROOT,
                "%s  %s  %-18s  %s",
                TIME.format(Instant.parse(event.path("time").asText())),
                paint(type.substring(type.lastIndexOf('.') + 1)),
                source.substring(source.lastIndexOf('/') + 1),
                data.has("op") ? account(event, data) : "after " + data.path("polls") + " polls");
    }

    private static String account(JsonNode event, JsonNode data) {
        JsonNode account = data.has("after") ? data.path("after") : data.path("before");
        String name =
                account.path("name").asText("") + " (" + event.path("subject").asText() + ")";
        return switch (data.path("op").asText()) {
            case "u" -> name + "  " + differences(data);
            case "d" -> name;
            default -> name + "  " + account.path("status").asText();
        };
    }

    /** Those of the canonical fields; the provider's raw ones repeat them. */
    private static String differences(JsonNode data) {
        List<String> shown = new ArrayList<>();
        int raw = 0;
        for (JsonNode pointer : data.path("changed")) {
            if (pointer.asText().startsWith("/attributes/")) {
                raw++;
            } else {
                shown.add(pointer.asText().substring(1) + ": "
                        + value(data.path("before").at(pointer.asText())) + " → "
                        + value(data.path("after").at(pointer.asText())));
            }
        }
        return shown.isEmpty() ? raw + " raw attributes" : String.join(", ", shown);
    }

    private static String value(JsonNode node) {
        if (node.isMissingNode()) {
            return "(none)";
        }
        String text = node.isBigDecimal() ? node.decimalValue().toPlainString() : node.asText();
        return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…";
    }

    private String paint(String what) {
        String color =
                switch (what) {
                    case "created", "recovered" -> "green";
                    case "updated" -> "yellow";
                    case "deleted", "failing" -> "red";
                    default -> "cyan";
                };
        return ansi.string("@|" + color + " " + String.format(Locale.ROOT, "%-10s", what) + "|@");
    }
}
