package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts values for the {@code {{placeholders}}} of a document, by Camel's own property functions. */
public final class Placeholders {

    static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

    /** What Camel takes for a function where it has one of that name, and else for a setting with a default. */
    private static final Pattern WORD = Pattern.compile("\\{\\{\\s*[?!]?([\\w-]+):((?:[^{}]|\\{\\{[^{}]*}})*)}}");

    private static final Set<String> FUNCTIONS = Set.of("boolean", "env", "service", "sys");

    /** Functions of Camel's that come with a jar. */
    private static final Set<String> VAULTS =
            Set.of("aws", "azure", "configmap", "cyberark", "gcp", "hashicorp", "ibm", "secret", "vault");

    private final UnaryOperator<String> resolver;
    private final Report report;
    private final Set<String> resolved = new HashSet<>();

    private Placeholders(UnaryOperator<String> resolver, Report report) {
        this.resolver = resolver;
        this.report = report;
    }

    /**
     * The document with values for its placeholders; what has none stays and is reported.
     *
     * @param resolver Camel's {@code resolvePropertyPlaceholders}: throws where a value is missing
     */
    public static YamlDocument resolve(YamlDocument document, UnaryOperator<String> resolver, Report report) {
        Placeholders placeholders = new Placeholders(resolver, report);
        JsonNode root = placeholders.resolve(document.root(), "");
        return document.resolved(root, placeholders.resolved);
    }

    /** The text with values for its placeholders; empty, and told to {@code problem}, where one is missing. */
    public static Optional<String> resolve(String text, UnaryOperator<String> resolver, Consumer<String> problem) {
        String value = value(resolver, text);
        if (value != null) {
            return Optional.of(value);
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        boolean told = false;
        while (placeholder.find()) {
            if (value(resolver, placeholder.group()) == null) {
                problem.accept(missing(placeholder.group(1).strip()));
                told = true;
            }
        }
        if (!told) {
            problem.accept("holds {{ without the name and the }} of a placeholder");
        }
        return Optional.empty();
    }

    /** As {@link #resolve}, and refuses a function that is not there: Camel would take what it was given for a value. */
    static Optional<String> resolveFunctions(String text, UnaryOperator<String> resolver, Consumer<String> problem) {
        Optional<String> value = resolve(text, resolver, problem);
        Matcher word = WORD.matcher(text);
        boolean told = false;
        while (word.find()) {
            if (!isMeantForAFunction(word.group(1))) {
                continue;
            }
            // A vault is not asked twice.
            String own = word.group().equals(text) ? value.orElse(null) : value(resolver, word.group());
            if (own != null && isGiven(word, own, resolver)) {
                problem.accept(unknown(word.group(1)));
                told = true;
            }
        }
        return told ? Optional.empty() : value;
    }

    /** Whether somebody will have thought of a function that Camel has not always, or not by that name. */
    private static boolean isMeantForAFunction(String word) {
        return VAULTS.contains(word)
                || (!FUNCTIONS.contains(word) && Nearest.to(word, FUNCTIONS).isPresent());
    }

    /** Whether the value is what follows the word, and the word is no setting. */
    private static boolean isGiven(Matcher word, String value, UnaryOperator<String> resolver) {
        String given = value(resolver, word.group(2));
        return given != null
                && given.strip().equals(value.strip())
                && value(resolver, "{{" + word.group(1) + "}}") == null;
    }

    private static String unknown(String word) {
        return "`{{" + word + ":…}}` is no function that Camel has here, and no setting"
                + Nearest.to(word, FUNCTIONS)
                        .map(name -> "; did you mean `" + name + "`?")
                        .orElse("; put its Camel jar into lib/ext, or declare `" + word
                                + "` in application.properties");
    }

    private JsonNode resolve(JsonNode node, String pointer) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties()
                    .forEach(e -> copy.set(e.getKey(), resolve(e.getValue(), Pointers.child(pointer, e.getKey()))));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(entry -> copy.add(resolve(entry, Pointers.child(pointer, copy.size()))));
            return copy;
        }
        if (!node.isTextual() || !node.asText().contains("{{")) {
            return node;
        }
        return resolveFunctions(node.asText(), resolver, problem -> report.atValue(pointer, problem))
                .<JsonNode>map(value -> {
                    resolved.add(pointer);
                    return TextNode.valueOf(value);
                })
                .orElse(node);
    }

    private static @Nullable String value(UnaryOperator<String> resolver, String text) {
        try {
            return resolver.apply(text);
        } catch (RuntimeException e) {
            // Its message quotes the whole text around the placeholder.
            return null;
        }
    }

    private static String missing(String name) {
        // What follows the name is a default, which may be as secret as the value.
        String[] parts = name.split(":", 3);
        String written = "`{{" + (parts.length > 1 ? parts[0] + ":" + parts[1] : name) + "}}` has no value; ";
        return written
                + switch (parts[0]) {
                    case "env" -> "set the environment variable " + parts[1];
                    case "sys" -> "set the system property " + parts[1];
                    default ->
                        parts.length > 1
                                ? "this function found none; are its own settings right?"
                                : "declare it in application.properties";
                };
    }
}
