package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.config.Pointers;
import dev.accountfeed.config.Report;
import java.util.Set;
import java.util.TreeSet;

/** Tells where two JSON values differ: the path, what was expected, what is there. */
final class Differences {

    private final Report report;

    Differences(Report report) {
        this.report = report;
    }

    /** Reports every leaf below a pointer of the report's document that is another one. */
    void add(String pointer, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> add(Pointers.child(pointer, name), expected.path(name), actual.path(name)));
        } else if (expected.isArray() && actual.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                add(Pointers.child(pointer, i), expected.path(i), actual.path(i));
            }
        } else if (!Json.same(expected, actual)) {
            report.atValue(pointer, pointer + ": expected " + text(expected) + ", actual " + text(actual));
        }
    }

    private static String text(JsonNode value) {
        return value instanceof MissingNode ? "nothing" : Json.text(value);
    }
}
