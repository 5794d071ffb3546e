package dev.accountfeed.sink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Ever longer pauses between attempts, each shortened by chance, so that many who wait do not come back at once. */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The pause after one more failure: from half to the whole of twice the one before. */
    Duration next() {
        long doubled = first.toMillis() << Math.min(failures++, 20);
        return Duration.ofMillis((long) (Math.min(doubled, longest.toMillis()) * (0.5 + random.nextDouble() / 2)));
    }

    void reset() {
        failures = 0;
    }
}
