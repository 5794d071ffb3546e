package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a JSON Schema objects to.
 *
 * @param keyword of the schema that is violated
 * @param pointer of the value in the document
 * @param property the name that the keyword is about; null where it is about the value as a whole
 * @param path how the validator came to the keyword: names, and Integers for the entries of arrays
 * @param rule the keyword's value
 * @param schema that holds the keyword; missing where it stands in another document
 * @param value in the document; never to be printed
 */
record Mistake(
        String keyword,
        String pointer,
        @Nullable String property,
        List<Object> path,
        JsonNode rule,
        JsonNode schema,
        JsonNode value) {

    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "prefixItems");
    private static final Set<String> UNNAMED =
            Set.of("items", "additionalProperties", "unevaluatedProperties", "contains");

    static Mistake of(ValidationMessage message, String above, JsonNode root) {
        List<Object> path = elements(message.getEvaluationPath());
        List<Object> location = elements(message.getSchemaLocation().getFragment());
        boolean here = message.getSchemaLocation().getAbsoluteIri() == null
                || String.valueOf(message.getSchemaLocation().getAbsoluteIri()).isEmpty();
        JsonNode schema = root;
        for (Object step : here && !location.isEmpty() ? location.subList(0, location.size() - 1) : List.of()) {
            schema = step instanceof Integer i ? schema.path(i) : schema.path(step.toString());
        }
        return new Mistake(
                message.getType(),
                above + message.getInstanceLocation(),
                message.getProperty(),
                path,
                message.getSchemaNode(),
                here ? schema : root.path("\0"),
                message.getInstanceNode());
    }

    /** The names of the members that the schema around the keyword knows. */
    List<String> known() {
        return StreamSupport.stream(
                        ((Iterable<String>) () -> schema.path("properties").fieldNames()).spliterator(), false)
                .toList();
    }

    /** The number or truth that a text stands for where the schema wants one; null where it stands for none. */
    @Nullable
    JsonNode typed() {
        String text = value.isTextual() && keyword.equals("type") ? value.asText() : "";
        String kinds = rule.toString();
        if (kinds.contains("boolean") && (text.equals("true") || text.equals("false"))) {
            return BooleanNode.valueOf(text.equals("true"));
        } else if (kinds.contains("integer") && text.matches("-?[0-9]{1,18}")) {
            return LongNode.valueOf(Long.parseLong(text));
        } else if (kinds.contains("number") && text.matches("-?[0-9]{1,18}([.][0-9]{1,18})?")) {
            return DecimalNode.valueOf(new BigDecimal(text));
        }
        return null;
    }

    /** Where in the path the first choice between schemas at or after {@code from} stands; -1 without one. */
    int choice(int from) {
        for (int i = from; i < path.size(); i++) {
            boolean word = path.get(i).equals("oneOf") || path.get(i).equals("anyOf");
            boolean last = i == path.size() - 1;
            if (word
                    && (i == 0 || !path.get(i - 1).equals("properties"))
                    && (last || path.get(i + 1) instanceof Integer)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether it may be there only because the value at the pointer is not known: no form of a choice fits then. */
    boolean follows(String unknown) {
        int choice = choice(0);
        return pointer.equals(unknown) || (choice >= 0 && Pointers.within(unknown, pointerAt(choice)));
    }

    /** The pointer of the value that the keyword at {@code index} of the path was applied to. */
    String pointerAt(int index) {
        int missing = 0;
        for (int i = index; i < path.size(); i++) {
            if (i > 0 && NAMED.contains(String.valueOf(path.get(i - 1)))) {
                continue;
            }
            if (i < path.size() - 1 && (NAMED.contains(path.get(i)) || UNNAMED.contains(path.get(i)))) {
                missing++;
            }
        }
        String result = pointer;
        for (int i = 0; i < missing; i++) {
            result = Pointers.parent(result);
        }
        return result;
    }

    private static List<Object> elements(JsonNodePath path) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < path.getNameCount(); i++) {
            elements.add(path.getElement(i));
        }
        return elements;
    }
}
