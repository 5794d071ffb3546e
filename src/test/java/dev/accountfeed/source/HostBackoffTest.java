package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostBackoffTest {

    private final MovableClock clock = new MovableClock();
    private final HostBackoff backoff = new HostBackoff(clock);

    @Test
    void aHostThatWorksIsAskedAtOnce() {
        assertThat(backoff.notBefore("host")).isBefore(clock.instant());
    }

    @Test
    void aHostThatKeepsFailingIsAskedHalfAsOftenEachTimeDownToEveryFiveMinutes() {
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            Instant now = clock.instant();
            backoff.failed("host");
            delays.add(Duration.between(now, backoff.notBefore("host")).toMillis());
            clock.advance(Duration.ofMinutes(7));
        }
        // With a jitter of a fifth.
        long expected = 500;
        for (long delay : delays) {
            assertThat(delay).isBetween((long) (expected * 0.79), (long) (expected * 1.21) + 50);
            expected = Math.min(expected * 2, 300_000);
        }
    }

    @Test
    void pollsThatWereUnderWayTogetherAreOneFailure() {
        backoff.failed("host");
        Instant first = backoff.notBefore("host");
        backoff.failed("host");
        assertThat(backoff.notBefore("host")).isEqualTo(first);
    }

    @Test
    void oneAnswerEndsIt() {
        backoff.failed("host");
        backoff.answered("host");
        assertThat(backoff.notBefore("host")).isBefore(clock.instant());
    }

    @Test
    void aHostIsDownOnceNoneOfItsPollsHasWorkedForAMinute() {
        backoff.failed("host");
        clock.advance(Duration.ofSeconds(59));
        backoff.failed("host");
        assertThat(backoff.isDown("host")).isFalse();
        clock.advance(Duration.ofSeconds(2));
        assertThat(backoff.isDown("host")).isTrue();
        backoff.answered("host");
        assertThat(backoff.isDown("host")).isFalse();
    }

    @Test
    void anotherHostIsNotConcerned() {
        backoff.failed("host");
        assertThat(backoff.notBefore("another")).isBefore(clock.instant());
    }
}
