package dev.accountfeed.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accountfeed.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachingTokenSourceTest {

    private final FakeClock clock = new FakeClock("2026-11-21T16:00:00Z");
    private final AtomicInteger signed = new AtomicInteger();
    private final CachingTokenSource source = new CachingTokenSource(
            () -> new AccessToken(
                    "token-" + signed.incrementAndGet(), clock.instant().plus(Duration.ofMinutes(10))),
            clock);

    @Test
    void aTokenIsKept() {
        assertThat(source.token()).isSameAs(source.token());
        assertThat(signed).hasValue(1);
    }

    @Test
    void aTokenIsRenewedOnceAMinuteBeforeItEnds() {
        AccessToken first = source.token();
        clock.advance(Duration.ofMinutes(9).minusMillis(1));
        assertThat(source.token()).isSameAs(first);

        clock.advance(Duration.ofMillis(1));
        AccessToken second = source.token();

        assertThat(second).isNotEqualTo(first);
        assertThat(source.token()).isSameAs(second);
        assertThat(signed).hasValue(2);
    }

    @Test
    void aRefusedTokenIsForgotten() {
        source.refused(source.token().value());

        assertThat(source.token().value()).isEqualTo("token-2");
    }

    @Test
    void aTokenThatWasRenewedSinceIsKept() {
        AccessToken old = source.token();
        source.refused(old.value());
        AccessToken renewed = source.token();

        // A second call that went out with the old token comes back late.
        source.refused(old.value());

        assertThat(source.token()).isSameAs(renewed);
        assertThat(signed).hasValue(2);
    }

    @Test
    void manyThreadsSignOnce() throws Exception {
        int threads = 16;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<AccessToken>> tokens = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                tokens.add(pool.submit(() -> {
                    together.await();
                    return source.token();
                }));
            }
            for (Future<AccessToken> token : tokens) {
                assertThat(token.get().value()).isEqualTo("token-1");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(signed).hasValue(1);
    }

    @Test
    void aFailureToSignIsNotKept() {
        AtomicInteger calls = new AtomicInteger();
        CachingTokenSource failing = new CachingTokenSource(
                () -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("once");
                    }
                    return new AccessToken("good", clock.instant().plusSeconds(600));
                },
                clock);

        assertThatThrownBy(failing::token).isInstanceOf(IllegalStateException.class);
        assertThat(failing.token().value()).isEqualTo("good");
    }
}
