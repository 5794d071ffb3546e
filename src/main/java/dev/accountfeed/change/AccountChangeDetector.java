package dev.accountfeed.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Compares an account with the one last sent. */
public final class AccountChangeDetector {

    private final List<String> ignore;
    private final Map<String, BigDecimal> minDelta;

    /**
     * A detector for one source.
     *
     * @param derived by pointer of a canonical value, the raw attributes behind it: a rule for the one holds for the
     *     others too, as the same move shows in all of them
     */
    public AccountChangeDetector(ChangeRules rules, Map<String, List<String>> derived) {
        ignore = new ArrayList<>(rules.ignore());
        // Ignoring all of the balance ignores its amount, and so what the amount was derived from.
        derived.forEach((canonical, raw) -> {
            if (rules.ignore().stream().anyMatch(pointer -> covers(pointer, canonical))) {
                ignore.addAll(raw);
            }
        });
        minDelta = new HashMap<>();
        rules.minDelta().forEach((pointer, delta) -> derived.getOrDefault(pointer, List.of())
                .forEach(raw -> minDelta.put(raw, delta)));
        // Written second: what the user says of a raw attribute itself wins.
        minDelta.putAll(rules.minDelta());
    }

    /**
     * The change from what was last sent to what is there now; empty where nothing counts.
     *
     * @param before canonical JSON as last sent; null for an account that is new or comes back after its delete
     * @param baseline whether the source has been read whole before: what appears now is created, not discovered
     */
    public Optional<AccountChange> detect(@Nullable JsonNode before, JsonNode after, boolean baseline) {
        if (before == null) {
            return Optional.of(new AccountChange(baseline ? Op.c : Op.r, null, after, List.of()));
        }
        TreeSet<String> changed = new TreeSet<>();
        boolean[] counts = {false};
        differences("", before, after, (pointer, leaf) -> {
            changed.add(pointer);
            counts[0] |= counts(pointer, leaf);
        });
        return counts[0] ? Optional.of(new AccountChange(Op.u, before, after, List.copyOf(changed))) : Optional.empty();
    }

    private boolean counts(String pointer, Leaf leaf) {
        if (ignore.stream().anyMatch(ignored -> covers(ignored, pointer))) {
            return false;
        }
        BigDecimal delta = minDelta.get(pointer);
        if (delta == null || leaf.before == null || leaf.after == null) {
            return true;
        }
        if (!leaf.before.isNumber() || !leaf.after.isNumber()) {
            return true;
        }
        return leaf.after
                        .decimalValue()
                        .subtract(leaf.before.decimalValue())
                        .abs()
                        .compareTo(delta)
                >= 0;
    }

    /** Whether a pointer is another or a part of what that one points to. */
    private static boolean covers(String subtree, String pointer) {
        return pointer.startsWith(subtree)
                && (pointer.length() == subtree.length() || pointer.charAt(subtree.length()) == '/');
    }

    private static void differences(
            String pointer, @Nullable JsonNode before, @Nullable JsonNode after, BiConsumer<String, Leaf> leaves) {
        boolean branch =
                (isBranch(before) && (after == null || isBranch(after))) || (before == null && isBranch(after));
        if (!branch) {
            if (before == null || after == null || !Json.same(before, after)) {
                leaves.accept(pointer, new Leaf(before, after));
            }
            return;
        }
        if (before != null) {
            before.properties()
                    .forEach(member -> differences(
                            pointer + "/" + escape(member.getKey()),
                            member.getValue(),
                            after == null ? null : after.get(member.getKey()),
                            leaves));
        }
        if (after != null) {
            after.properties().forEach(member -> {
                if (before == null || !before.has(member.getKey())) {
                    differences(pointer + "/" + escape(member.getKey()), null, member.getValue(), leaves);
                }
            });
        }
    }

    /** An object with members; an array and an empty object are leaves. */
    private static boolean isBranch(@Nullable JsonNode node) {
        return node != null && node.isObject() && !node.isEmpty();
    }

    /** RFC 6901 section 3. */
    private static String escape(String name) {
        return name.indexOf('~') < 0 && name.indexOf('/') < 0
                ? name
                : name.replace("~", "~0").replace("/", "~1");
    }

    private record Leaf(@Nullable JsonNode before, @Nullable JsonNode after) {}
}
