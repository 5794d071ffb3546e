package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks one file of routes for what Camel takes without a word, or tells only when it starts. */
final class RouteCheck {

    private static final Set<String> TIMES = Set.of("period", "delay");
    private static final Set<String> REDELIVERY = Set.of("redeliveryDelay", "maximumRedeliveryDelay");

    private static final Set<String> NUMBERS =
            Set.of("backOffMultiplier", "collisionAvoidanceFactor", "maximumRedeliveries", "retryAttemptedLogInterval");
    private static final Pattern SWITCHES = Pattern.compile(
            "(allow|async|disable|use).*|log(Continued|Exhausted|Handled|NewException|Retry|StackTrace).*");

    // Camel makes 60000 of 1m30, and 0 of five.
    static final Pattern DURATION =
            Pattern.compile("-?[0-9]+|(?=[0-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?");

    static final String NO_DURATION = "is not a duration; write for example 500ms, 30s, 1m30s or 2h";

    /** The time that Camel takes for one grows with the square of its length. */
    private static final int LONGEST_URI = 10_000;

    private final RouteFile file;
    private final Report report;
    private final UnaryOperator<String> placeholders;

    RouteCheck(RouteFile file, Report report, UnaryOperator<String> placeholders) {
        this.file = file;
        this.report = report;
        this.placeholders = placeholders;
    }

    /**
     * Reports what is wrong with the file by itself, and route ids that another file has.
     *
     * @param ids of the routes so far, with their places; those of this file are added
     */
    void check(Map<String, String> ids) {
        for (String route : file.routes()) {
            if (Pointers.last(Pointers.parent(route)).equals("routeTemplate")) {
                continue;
            }
            if (Pointers.last(route).equals("from")) {
                report.atKey(route, "this route has no name; put it under `route:` with `id` and `description`");
            } else {
                id(route, ids);
                description(route);
            }
        }
        Set<String> parameters = file.templateParameters();
        file.texts((pointer, text) -> {
            placeholders(pointer, text, parameters);
            times(pointer, text);
            redelivery(pointer, text);
            length(pointer, text);
        });
        JsonNode root = file.document().root();
        if (!root.isArray() && !root.isNull()) {
            report.atValue("", "the file must be a list");
        }
        for (int i = 0; i < root.size(); i++) {
            if (root.path(i).isValueNode() && !root.path(i).isNull()) {
                report.atValue(Pointers.child("", i), "this entry of the file must be a route, as `- route:`");
            }
        }
        scalars("", root);
    }

    private void id(String route, Map<String, String> ids) {
        JsonNode id = file.document().at(route + "/id");
        if (id.isMissingNode()) {
            report.atKey(route, "this route lacks `id`; write <domain>-<action>, as its direct endpoint is called");
            return;
        }
        Finding here = file.document().atValue(route + "/id", "");
        String first = ids.putIfAbsent(id.asText(), here.file() + ":" + here.line());
        if (first != null) {
            report.atValue(route + "/id", "the route id `" + id.asText() + "` is taken in " + first);
        }
    }

    private void description(String route) {
        if (file.document().at(route + "/description").asText().isBlank()) {
            report.atKey(route, "this route lacks `description`; write one sentence on what it does");
        }
    }

    private void placeholders(String pointer, String text, Set<String> parameters) {
        Matcher placeholder = Placeholders.PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(1).strip();
            boolean optional = name.startsWith("?") || name.startsWith("!");
            if (!optional && !parameters.contains(name) && report.clean(pointer)) {
                Placeholders.resolve(placeholder.group(), placeholders, problem -> report.atValue(pointer, problem));
            }
        }
    }

    private void times(String pointer, String text) {
        String key = Pointers.last(pointer);
        String endpoint = Pointers.parent(Pointers.parent(pointer));
        boolean timer = TIMES.contains(key)
                && Pointers.last(Pointers.parent(pointer)).equals("parameters")
                && file.document().at(endpoint + "/uri").asText().startsWith("timer");
        if (timer || REDELIVERY.contains(key)) {
            duration(pointer, "`" + key + "`", text);
        }
        if (key.equals("uri") && text.startsWith("timer:")) {
            Matcher option = Pattern.compile("[?&](period|delay)=([^&]*)").matcher(text);
            while (option.find()) {
                duration(pointer, "`" + option.group(1) + "`", option.group(2));
            }
        }
    }

    private void duration(String pointer, String name, String text) {
        if (!report.clean(pointer)) {
            return;
        }
        Placeholders.resolve(text, placeholders, problem -> {}).ifPresent(value -> {
            if (!DURATION.matcher(value.strip()).matches()) {
                report.atValue(pointer, name + " " + NO_DURATION);
            }
        });
    }

    /** Camel reads these with the first fault that they are for. */
    private void redelivery(String pointer, String text) {
        if (!Pointers.last(Pointers.parent(pointer)).equals("redeliveryPolicy") || !report.clean(pointer)) {
            return;
        }
        String key = Pointers.last(pointer);
        Placeholders.resolve(text, placeholders, problem -> {}).ifPresent(value -> {
            if (SWITCHES.matcher(key).matches() && !value.strip().matches("(?i)true|false")) {
                report.atValue(pointer, "`" + key + "` must be true or false");
            } else if (NUMBERS.contains(key) && !value.strip().matches("-?[0-9]{1,9}([.][0-9]{1,9})?")) {
                report.atValue(pointer, "`" + key + "` must be a number, without quotes and without a unit");
            }
        });
    }

    private void length(String pointer, String text) {
        if (Pointers.last(pointer).equals("uri") && text.length() > LONGEST_URI) {
            report.atValue(
                    pointer, "`uri` is longer than " + LONGEST_URI + " characters; write options under `parameters`");
        }
    }

    /**
     * A fraction is a number for YAML and no time for Camel, which passes over what is empty, and whose parser takes what
     * its schema does not.
     */
    private void scalars(String pointer, JsonNode node) {
        String key = Pointers.last(pointer);
        if (node.isNull() && report.clean(pointer)) {
            report.atValue(pointer, report.name(pointer) + " is empty; give it a value or remove the line");
        } else if (node.isTextual() && key.equals("exception")) {
            report.atValue(pointer, "`exception` must be a list");
        } else if (node.isNumber() && key.equals("routeConfigurationId")) {
            report.atValue(pointer, "`routeConfigurationId` must be a text; put it in quotes");
        } else if (node.isFloatingPointNumber()) {
            times(pointer, node.asText());
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                scalars(Pointers.child(pointer, i), node.get(i));
            }
        } else {
            node.properties().forEach(e -> scalars(Pointers.child(pointer, e.getKey()), e.getValue()));
        }
    }
}
