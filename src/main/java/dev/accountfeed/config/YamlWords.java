package dev.accountfeed.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Plain words for what a YAML parser objects to. */
final class YamlWords {

    // The parser's own words quote the file, and what it stumbles over may be an unquoted password.
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry(
                    "mapping values are not allowed",
                    "a second colon in one line; put a value that holds \": \" in quotes, or begin a new line"),
            Map.entry("sequence entries are not allowed", "a list cannot begin here; put \"- \" on a line of its own"),
            Map.entry(
                    "mapping keys are not allowed",
                    "a key cannot stand here; put a value that begins with ? in quotes"),
            Map.entry(
                    "cannot start any token",
                    "a value cannot begin with this character; put it in quotes, and indent with spaces, not tabs"),
            Map.entry("could not find expected ':'", "a colon is missing; write `key: value`"),
            Map.entry(
                    "expected <block end>",
                    "the indentation does not fit the lines above; align it with its neighbours"),
            Map.entry("found undefined alias", "an alias without its anchor; put a value that begins with * in quotes"),
            Map.entry("found unexpected end of stream", "a quote is opened and never closed; close it"),
            Map.entry(
                    "found unknown escape character",
                    "no such escape in double quotes; write \\\\ for a backslash, or use single quotes"),
            Map.entry("expected ',' or ']'", "a list in brackets goes on without a comma or a closing ]"),
            Map.entry("expected ',' or '}'", "a mapping in braces goes on without a comma or a closing }"),
            Map.entry("expected a single document", "a second document begins here; remove the --- line"),
            Map.entry(
                    "found undefined tag handle",
                    "tags (!name) mean nothing here; put a value that begins with ! in quotes"),
            Map.entry(
                    "expected alphabetic or numeric character",
                    "an anchor or alias without a name; put a value that begins with & or * in quotes"),
            Map.entry("exceeds the", "the file is too large, or repeats too much through aliases"));

    private YamlWords() {}

    static Finding finding(Path file, String text, YamlEngineException e) {
        if (e instanceof ReaderException unreadable) {
            Place place = place(text, unreadable.getPosition());
            return new Finding(file, place.line(), place.column(), "a control character; remove it");
        }
        if (e instanceof MarkedYamlEngineException marked) {
            Place place = place(marked.getProblemMark().or(marked::getContextMark));
            return new Finding(
                    file, place.line(), place.column(), words(marked.getContext() + " " + marked.getProblem()));
        }
        return new Finding(file, 1, 1, words(String.valueOf(e.getMessage())));
    }

    static Place place(Optional<Mark> mark) {
        return mark.map(m -> new Place(m.getLine() + 1, m.getColumn() + 1)).orElse(new Place(1, 1));
    }

    private static Place place(String text, int index) {
        String before = text.substring(0, Math.min(Math.max(0, index), text.length()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Place(line, before.length() - before.lastIndexOf('\n'));
    }

    private static String words(String problem) {
        return WORDS.entrySet().stream()
                .filter(entry -> problem.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("is not YAML; look for a wrong indentation or a missing quote");
    }
}
