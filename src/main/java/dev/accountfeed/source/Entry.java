package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.config.Pointers;
import dev.accountfeed.config.Report;
import dev.accountfeed.config.YamlDocument;
import java.util.Optional;
import java.util.function.Function;

/** A mapping of the inventory: a source, the defaults, a budget. */
record Entry(YamlDocument document, Report report, String pointer) {

    String at(String name) {
        return Pointers.child(pointer, name);
    }

    JsonNode get(String name) {
        return document.at(at(name));
    }

    Entry below(String name) {
        return new Entry(document, report, at(name));
    }

    boolean has(String name) {
        return !get(name).isMissingNode();
    }

    /** Whether nothing has been found wrong with a member that is there. */
    boolean sound(String name) {
        return has(name) && report.clean(at(name));
    }

    /** What a text stands for; empty, and reported, if {@code parse} refuses it. */
    <T> Optional<T> parsed(String name, Function<String, T> parse) {
        if (!sound(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(get(name).asText()));
        } catch (IllegalArgumentException e) {
            wrong(name, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    void wrong(String name, String message) {
        report.atValue(at(name), "`" + name + "` " + message);
    }
}
