package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Plain words for what a JSON Schema objects to; they never hold a value of the document. */
final class SchemaWords {

    private static final Map<String, String> KINDS = Map.of(
            "string", "a text",
            "integer", "a whole number",
            "number", "a number",
            "boolean", "true or false",
            "array", "a list",
            "object", "a mapping of keys to values",
            "null", "empty");

    private static final Set<String> TRUTHS = Set.of("yes", "no", "on", "off", "y", "n", "true", "false");

    private SchemaWords() {}

    static void tell(Mistake mistake, Report report) {
        String name = report.name(mistake.pointer());
        String pointer = mistake.pointer();
        String property = mistake.property() == null ? "" : mistake.property();
        String child = Pointers.child(pointer, property);
        switch (mistake.keyword()) {
            case "additionalProperties", "unevaluatedProperties" -> report.atKey(child, unknown(mistake, property));
            case "propertyNames" ->
                report.atKey(child, "`" + property + "` " + advice(mistake.rule(), "cannot be a name here"));
            case "required" -> report.atKey(pointer, name + missing(mistake, property));
            case "dependentRequired" ->
                report.atKey(
                        child,
                        "`" + property + "` needs " + quoted(mistake.rule().path(property)) + " beside it");
            case "false" -> report.atKey(pointer, name + forbidden(mistake));
            case "oneOf", "anyOf" -> report.atKey(pointer, name + " " + forms(mistake));
            case "minProperties", "maxProperties" -> report.atKey(pointer, name + " " + number(mistake));
            default -> report.atValue(pointer, name + " " + value(mistake));
        }
    }

    private static String value(Mistake mistake) {
        return switch (mistake.keyword()) {
            case "type" -> type(mistake);
            case "enum" -> "must be " + Nearest.anyOf(texts(mistake.rule()));
            case "const" -> "must be `" + mistake.rule().asText() + "`";
            case "pattern" ->
                mistake.schema().has("patternErrorMessage")
                        ? mistake.schema().get("patternErrorMessage").asText()
                        : advice(
                                mistake.schema(), "must match " + mistake.rule().asText());
            case "uniqueItems" -> "holds the same entry twice; keep one";
            default -> number(mistake);
        };
    }

    private static String number(Mistake mistake) {
        String limit = mistake.rule().asText();
        return switch (mistake.keyword()) {
            case "minimum" -> "must be at least " + limit;
            case "maximum" -> "must be at most " + limit;
            case "exclusiveMinimum" -> "must be more than " + limit;
            case "exclusiveMaximum" -> "must be less than " + limit;
            case "minLength" -> limit.equals("1") ? "must not be empty" : "must have at least " + limit + " characters";
            case "maxLength" -> "must have at most " + limit + " characters";
            case "minItems" -> limit.equals("1") ? "must not be empty" : "must have at least " + limit + " entries";
            case "maxItems" -> "must have at most " + limit + " entries";
            case "minProperties" -> "must have at least " + limit + (limit.equals("1") ? " key" : " keys");
            case "maxProperties" ->
                "must have at most " + limit + (limit.equals("1") ? " key; is the indentation right?" : " keys");
            case "multipleOf" -> "must be a multiple of " + limit;
            default -> advice(mistake.schema(), "is not allowed here");
        };
    }

    private static String type(Mistake mistake) {
        JsonNode value = mistake.value();
        if (value.isNull()) {
            return "is empty; give it a value or remove the line";
        }
        if (mistake.schema().has("patternErrorMessage")) {
            return mistake.schema().get("patternErrorMessage").asText();
        }
        List<String> kinds = texts(mistake.rule());
        String wanted = kinds.stream()
                .distinct()
                .map(kind -> KINDS.getOrDefault(kind, kind))
                .collect(Collectors.joining(" or "));
        if (value.isTextual() && kinds.contains("boolean") && TRUTHS.contains(value.asText())) {
            return "must be true or false, without quotes; yes, no, on and off are texts in YAML 1.2";
        }
        if (value.isTextual() && (kinds.contains("integer") || kinds.contains("number"))) {
            return "must be " + wanted + ", without quotes and without a unit";
        }
        if (value.isValueNode() && !value.isTextual() && kinds.contains("string")) {
            return "must be " + wanted + "; put it in quotes";
        }
        return "must be " + wanted;
    }

    private static String unknown(Mistake mistake, String property) {
        List<String> free = mistake.known().stream()
                .filter(name -> !mistake.value().has(name))
                .toList();
        String hint = Nearest.hint(property, free);
        if (mistake.value().path(property).isNull()) {
            // It may be a part of a secret: {password:secret}, or what stands behind a comma in it.
            return "unknown key without a value" + hint
                    + " (a space belongs behind its colon, and what holds a comma in quotes)";
        }
        return "unknown key `" + property + "`" + hint;
    }

    private static String missing(Mistake mistake, String property) {
        JsonNode schema = mistake.schema().path("properties").path(property);
        return " lacks `" + property + "`" + explanation(schema);
    }

    private static String forbidden(Mistake mistake) {
        List<Object> path = mistake.path();
        int index = path.lastIndexOf("dependentSchemas");
        return index < 0
                ? " is not allowed here; remove it"
                : " excludes `" + path.get(index + 1) + "`; keep one of them";
    }

    private static String forms(Mistake mistake) {
        List<String> forms = new ArrayList<>();
        mistake.rule().forEach(form -> {
            if (form.has("required")) {
                forms.add(quoted(form.get("required")));
            }
        });
        return forms.size() == mistake.rule().size()
                ? "must hold either " + String.join(", or ", forms)
                : advice(mistake.schema(), "has none of the forms that are allowed here");
    }

    private static String advice(JsonNode schema, String otherwise) {
        if (schema.has("errorMessage")) {
            return schema.get("errorMessage").asText();
        }
        return otherwise + explanation(schema);
    }

    /** The first sentence of the description, as a part of ours. */
    private static String explanation(JsonNode schema) {
        String text = schema.path("description").asText();
        if (text.length() < 2) {
            return "";
        }
        boolean word = Character.isLowerCase(text.charAt(1));
        return " (" + (word ? text.substring(0, 1).toLowerCase(Locale.ROOT) : text.charAt(0))
                + firstSentence(text.substring(1)) + ")";
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String quoted(JsonNode names) {
        return texts(names).stream().map(name -> "`" + name + "`").collect(Collectors.joining(" and "));
    }

    private static List<String> texts(JsonNode node) {
        if (!node.isArray()) {
            return List.of(node.asText());
        }
        List<String> texts = new ArrayList<>();
        node.forEach(entry -> texts.add(entry.asText()));
        return texts;
    }
}
