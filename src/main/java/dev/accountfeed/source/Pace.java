package dev.accountfeed.source;

import java.time.Duration;

/**
 * A number of calls a second as whole calls in a period, never more and in short steps.
 *
 * @param calls at least two, so that half of them is one
 */
record Pace(int calls, Duration period) {

    /** So short that a second's calls do not all go out at its beginning. */
    static final Duration STEP = Duration.ofMillis(100);

    /** The pace of so many calls a second: the period is stretched until it holds whole calls. */
    static Pace of(double callsPerSecond) {
        int calls = (int) Math.max(2, Math.floor(callsPerSecond * STEP.toMillis() / 1000));
        return new Pace(calls, Duration.ofNanos((long) Math.ceil(calls / callsPerSecond * 1e9)));
    }

    /** As many in a period while the provider asks to slow down. */
    int half() {
        return calls / 2;
    }
}
