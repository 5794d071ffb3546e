package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reduces what every branch of a {@code oneOf} or {@code anyOf} says to what the nearest branch says. */
final class Choices {

    // A branch that fails in one of these was not meant: the value is of another kind.
    private static final Set<String> KIND = Set.of("type", "const", "not");

    private Choices() {}

    static List<Mistake> reduce(List<Mistake> mistakes) {
        return reduce(mistakes, 0);
    }

    private static List<Mistake> reduce(List<Mistake> mistakes, int from) {
        List<Mistake> result = new ArrayList<>();
        Map<String, List<Mistake>> choices = new LinkedHashMap<>();
        for (Mistake mistake : mistakes) {
            int index = mistake.choice(from);
            if (index < 0) {
                result.add(mistake);
            } else {
                String key = mistake.path().subList(0, index + 1) + " " + mistake.pointerAt(index);
                choices.computeIfAbsent(key, k -> new ArrayList<>()).add(mistake);
            }
        }
        choices.values().forEach(choice -> result.addAll(nearest(choice, from)));
        return result;
    }

    private static List<Mistake> nearest(List<Mistake> choice, int from) {
        int index = choice.get(0).choice(from);
        String at = choice.get(0).pointerAt(index);
        List<Mistake> own = new ArrayList<>();
        Map<Integer, List<Mistake>> branches = new TreeMap<>();
        for (Mistake mistake : choice) {
            if (mistake.path().size() > index + 1 && mistake.path().get(index + 1) instanceof Integer branch) {
                branches.computeIfAbsent(branch, b -> new ArrayList<>()).add(mistake);
            } else {
                own.add(mistake);
            }
        }
        branches.replaceAll((branch, said) -> SchemaCheck.withoutConsequences(reduce(said, index + 2)));
        return branches.values().stream()
                .min(Comparator.<List<Mistake>>comparingInt(said -> otherKind(said, at) ? 1 : 0)
                        .thenComparingLong(said -> said.stream()
                                .filter(m -> m.pointer().equals(at))
                                .count())
                        .thenComparingInt(List::size))
                .map(best -> told(best, own, branches, at))
                .orElse(own);
    }

    private static List<Mistake> told(
            List<Mistake> best, List<Mistake> own, Map<Integer, List<Mistake>> branches, String at) {
        if (otherKind(best, at)) {
            return merged(best, own, branches, at);
        }
        return own.isEmpty() || (resembles(best, at) && !mixed(best, own, at)) ? best : own;
    }

    private static boolean otherKind(List<Mistake> said, String at) {
        return said.stream().anyMatch(m -> m.pointer().equals(at) && KIND.contains(m.keyword()));
    }

    /** Whether the value resembles the branch, so that the branch's own words help. */
    private static boolean resembles(List<Mistake> said, String at) {
        return said.stream()
                .filter(m -> m.pointer().equals(at) && m.keyword().equals("required"))
                .allMatch(m -> m.known().stream().anyMatch(m.value()::has));
    }

    /** Whether the value has members of several branches. */
    private static boolean mixed(List<Mistake> said, List<Mistake> own, String at) {
        return said.stream()
                .filter(m -> m.pointer().equals(at) && m.keyword().equals("additionalProperties"))
                .anyMatch(m -> own.get(0).rule().findValues("properties").stream()
                        .anyMatch(properties -> properties.has(String.valueOf(m.property()))));
    }

    /** Where the value is of no branch's kind, every kind is told in one mistake. */
    private static List<Mistake> merged(
            List<Mistake> best, List<Mistake> own, Map<Integer, List<Mistake>> branches, String at) {
        Mistake first = best.get(0);
        ArrayNode kinds = JsonNodeFactory.instance.arrayNode();
        branches.values().stream()
                .flatMap(List::stream)
                .filter(m -> m.keyword().equals("type") && m.pointer().equals(at))
                .forEach(m -> kinds.addAll(kinds(m.rule())));
        if (kinds.isEmpty()) {
            return own.isEmpty() ? List.of(first) : own;
        }
        return List.of(new Mistake("type", at, null, first.path(), kinds, first.schema(), first.value()));
    }

    private static List<JsonNode> kinds(JsonNode rule) {
        List<JsonNode> kinds = new ArrayList<>();
        if (rule.isArray()) {
            rule.forEach(kinds::add);
        } else {
            kinds.add(rule);
        }
        return kinds;
    }
}
