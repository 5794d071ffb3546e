package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.change.ChangeRules;
import dev.accountfeed.config.Pointers;
import dev.accountfeed.provider.AccountPointers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code changes}. */
final class ChangeRulesReader {

    private ChangeRulesReader() {}

    /** What the entry says, and for what it leaves out the defaults. */
    static ChangeRules read(Entry entry, ChangeRules defaults) {
        Entry changes = entry.below("changes");
        return new ChangeRules(
                changes.sound("ignore") ? ignore(changes) : defaults.ignore(),
                changes.sound("minDelta") ? minDelta(changes) : defaults.minDelta(),
                changes.sound("deleteAfter") ? changes.get("deleteAfter").intValue() : defaults.deleteAfter(),
                changes.sound("maxDeleteShare")
                        ? changes.get("maxDeleteShare").doubleValue()
                        : defaults.maxDeleteShare());
    }

    private static List<String> ignore(Entry changes) {
        List<String> pointers = new ArrayList<>();
        for (JsonNode pointer : changes.get("ignore")) {
            String place = Pointers.child(changes.at("ignore"), pointers.size());
            AccountPointers.problem(pointer.asText())
                    .ifPresent(problem -> changes.report().atValue(place, problem));
            pointers.add(pointer.asText());
        }
        return pointers;
    }

    private static Map<String, BigDecimal> minDelta(Entry changes) {
        Map<String, BigDecimal> deltas = new HashMap<>();
        changes.get("minDelta").properties().forEach(delta -> {
            String place = Pointers.child(changes.at("minDelta"), delta.getKey());
            AccountPointers.problemOfNumber(delta.getKey())
                    .ifPresent(problem -> changes.report().atKey(place, problem));
            deltas.put(delta.getKey(), delta.getValue().decimalValue());
        });
        return deltas;
    }
}
