package dev.accountfeed.change;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What counts as a change of an account, and when a missing one may be called deleted: {@code changes:} of a source.
 *
 * @param ignore JSON Pointers of values or subtrees that never make an event on their own
 * @param minDelta by JSON Pointer, the smallest move of a number from the value last sent that makes an event
 * @param deleteAfter whole polls in a row that must miss an account before it is deleted
 * @param maxDeleteShare the largest share of the known accounts, 0 to 1, that may go at once
 */
public record ChangeRules(
        List<String> ignore, Map<String, BigDecimal> minDelta, int deleteAfter, double maxDeleteShare) {

    public static final ChangeRules DEFAULT = new ChangeRules(List.of(), Map.of(), 2, 0.5);

    public ChangeRules {
        ignore = List.copyOf(ignore);
        minDelta = Map.copyOf(minDelta);
        if (deleteAfter < 1) {
            throw new IllegalArgumentException("deleteAfter must be at least 1");
        }
        if (!(maxDeleteShare >= 0 && maxDeleteShare <= 1)) {
            throw new IllegalArgumentException("maxDeleteShare must be from 0 to 1");
        }
    }
}
