package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.FakeClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HostBackoffTest {

    private static final String HOST = "api.example";

    private final FakeClock clock = new FakeClock("2026-11-21T16:00:00Z");
    private final HostBackoff backoff = new HostBackoff(clock);

    @Test
    void aHostThatWorksIsNotHeldBack() {
        assertThat(backoff.notBefore(HOST)).isEqualTo(Instant.MIN);
    }

    @Test
    void eachFailureDoublesTheWaitWithJitterUpToFiveMinutes() {
        long expected = 500;
        for (int i = 0; i < 20; i++) {
            backoff.failed(HOST);
            Duration wait = Duration.between(clock.instant(), backoff.notBefore(HOST));
            assertThat(wait.toMillis()).isBetween((long) (expected * 0.8) - 1, (long) (expected * 1.2) + 1);
            clock.advance(wait);
            expected = Math.min(expected * 2, 300_000);
        }
    }

    @Test
    void pollsThatFailTogetherAreOneFailure() {
        backoff.failed(HOST);
        Instant until = backoff.notBefore(HOST);

        for (int i = 0; i < 100; i++) {
            backoff.failed(HOST);
        }

        assertThat(backoff.notBefore(HOST)).isEqualTo(until);
    }

    @Test
    void oneSuccessForgetsAll() {
        for (int i = 0; i < 5; i++) {
            backoff.failed(HOST);
            clock.advance(Duration.ofHours(1));
        }
        backoff.succeeded(HOST);
        assertThat(backoff.notBefore(HOST)).isEqualTo(Instant.MIN);

        backoff.failed(HOST);
        assertThat(backoff.notBefore(HOST)).isBefore(clock.instant().plusSeconds(1));
    }

    @Test
    void anotherHostIsNotHeldBack() {
        backoff.failed(HOST);

        assertThat(backoff.notBefore("other.example")).isEqualTo(Instant.MIN);
    }

    @Test
    void jitterDiffers() {
        backoff.failed(HOST);
        assertThat(java.util.stream.IntStream.range(0, 50)
                        .mapToObj(i -> "host-" + i)
                        .peek(backoff::failed)
                        .map(backoff::notBefore)
                        .distinct()
                        .count())
                .isGreaterThan(5);
    }
}
