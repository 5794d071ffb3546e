package dev.accountfeed.source;

import java.time.Duration;
import java.time.Instant;

/** Notices that the machine's clock was set back: by hand, by a time server, or as a virtual machine woke up. */
final class ClockSteps {

    /** Less is a clock that is being adjusted, which is no matter for a schedule. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private Instant last;

    ClockSteps(Instant now) {
        last = now;
    }

    /** How far the clock has gone back since it was last looked at; zero where it has not. */
    Duration back(Instant now) {
        Duration back = Duration.between(now, last);
        last = now;
        return back.compareTo(STEP) > 0 ? back : Duration.ZERO;
    }
}
