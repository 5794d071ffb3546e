package dev.accountfeed.change;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Decides what may follow from accounts that an answer does not hold.
 *
 * @param counts whether this answer counts as one that missed them
 * @param hold why their delete is held back, in the words of status and metrics; null where nothing holds it
 */
public record DeleteGuard(boolean counts, @Nullable String hold) {

    /** From this many known accounts on, {@code maxDeleteShare} is looked at. */
    private static final int SMALLEST_SHARED_LIST = 5;

    private static final DeleteGuard NO_PROOF = new DeleteGuard(false, null);

    /** How much an answer says about what it does not hold. */
    public enum Completeness {
        /** Everything that the source can see. */
        WHOLE,
        /** As many rows as were asked for: there may be more. */
        LIMIT_REACHED,
        /** A round hundred of rows below the limit: a cap that nobody documents looks like this. */
        SILENT_CAP,
        /** Only what matches a filter. */
        FILTERED,
        /** Some rows could not be used, or are missing by the provider's own count: they may be the missing ones. */
        PARTIAL
    }

    /**
     * The verdict on one answer.
     *
     * @param seen how many rows the answer has
     * @param known how many accounts were known before it
     * @param missing how many of them it does not hold
     */
    public static DeleteGuard judge(Completeness completeness, long seen, long known, long missing, ChangeRules rules) {
        return switch (completeness) {
            case LIMIT_REACHED, FILTERED, PARTIAL -> NO_PROOF;
            case SILENT_CAP -> new DeleteGuard(false, "silent-cap");
            case WHOLE -> {
                if (seen == 0) {
                    yield new DeleteGuard(false, "empty-list");
                }
                boolean tooMany = known >= SMALLEST_SHARED_LIST && missing > allowed(known, rules.maxDeleteShare());
                yield new DeleteGuard(true, tooMany ? "max-delete-share" : null);
            }
        };
    }

    /** As the user wrote the share: as a binary fraction, 0.29 of 100 is less than 29. */
    private static long allowed(long known, double share) {
        return BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(known)).longValue();
    }
}
