package dev.accountfeed.account;

import java.time.Duration;
import java.time.Instant;

/** What counts for a while. */
public final class Lately {

    private Lately() {}

    /** Whether less than a while has passed since; not from what is the future, as a clock that was set back makes it. */
    public static boolean within(Duration aWhile, Instant since, Instant now) {
        return !now.isBefore(since) && now.isBefore(since.plus(aWhile));
    }
}
