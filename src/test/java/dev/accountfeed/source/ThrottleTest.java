package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accountfeed.FakeClock;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.PollException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottleTest {

    private final FakeClock clock = new FakeClock("2026-11-21T16:00:00Z");
    private final CallDeadline deadlines = new CallDeadline(Clock.systemUTC());

    @AfterEach
    void close() {
        deadlines.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 1, 3, 5, 19.5, 20, 25, 27, 33.3, 64, 99.9, 1000, 10_000})
    void thePaceIsNeverAboveTheBudgetAndHalfOfItIsACall(double callsPerSecond) {
        Pace pace = Pace.of(callsPerSecond);
        double seconds = pace.period().toNanos() / 1e9;

        assertThat(pace.calls() / seconds).isBetween(callsPerSecond * 0.999, callsPerSecond);
        assertThat(pace.half()).isPositive();
        assertThat(pace.half() / seconds).isLessThanOrEqualTo(callsPerSecond / 2);
        assertThat(pace.period()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        if (callsPerSecond >= 20) {
            assertThat(pace.period()).as("short steps").isLessThan(Duration.ofMillis(200));
        }
    }

    @Test
    void aProviderThatAsksToWaitGetsHalfUntilThen() {
        Throttle throttle = throttle(40);
        assertThat(throttle.limit("infobip")).isEqualTo(4);

        throttle.slowDown("infobip", Duration.ofSeconds(30));
        assertThat(throttle.limit("infobip")).isEqualTo(2);
        clock.advance(Duration.ofSeconds(29));
        throttle.slowDown("infobip", Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(9));
        assertThat(throttle.limit("infobip")).isEqualTo(2);

        clock.advance(Duration.ofSeconds(1));
        assertThat(throttle.limit("infobip")).isEqualTo(4);
    }

    @Test
    void aShorterWaitDoesNotEndALongerOne() {
        Throttle throttle = throttle(40);
        throttle.slowDown("infobip", Duration.ofSeconds(30));
        throttle.slowDown("infobip", Duration.ofSeconds(1));

        clock.advance(Duration.ofSeconds(2));

        assertThat(throttle.limit("infobip")).isEqualTo(2);
    }

    @Test
    void anotherBudgetDoesNotEndAWait() {
        Throttle throttle = throttle(40);
        throttle.slowDown("infobip", Duration.ofSeconds(30));

        throttle.budgets(Map.of("infobip", new Budget(4, 80, Duration.ofSeconds(60))));

        assertThat(throttle.limit("infobip")).isEqualTo(4);
        clock.advance(Duration.ofSeconds(30));
        assertThat(throttle.limit("infobip")).isEqualTo(8);
    }

    @Test
    void aWaitStaysAsLongAsItWasWhereTheClockIsSetBack() {
        Throttle throttle = throttle(40);
        throttle.slowDown("infobip", Duration.ofSeconds(30));

        clock.advance(Duration.ofDays(-1));
        throttle.setBack(Duration.ofDays(1));

        assertThat(throttle.limit("infobip")).isEqualTo(2);
        clock.advance(Duration.ofSeconds(30));
        assertThat(throttle.limit("infobip")).isEqualTo(4);
    }

    @Test
    void aPollWhoseTimeIsUpDoesNotWaitForItsTurn() throws Exception {
        Throttle throttle = throttle(0.01);
        CallDeadline.Watch watch = Sources.watch(deadlines, Clock.systemUTC());
        Poll poll = Sources.poll(Sources.every("s", Duration.ofMinutes(1)), watch);
        throttle.await(poll);
        throttle.await(poll);
        watch.expire();

        assertThatThrownBy(() -> throttle.await(poll))
                .isInstanceOf(PollException.Unavailable.class)
                .hasMessageContaining("requestsPerSecond");
    }

    @Test
    void whoWaitsLongestIsNext() throws Exception {
        Throttle throttle = throttle(40);
        int rounds = 12;
        AtomicIntegerArray calls = new AtomicIntegerArray(8);
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> polls = new ArrayList<>();
        for (int i = 0; i < calls.length(); i++) {
            int number = i;
            polls.add(new Thread(() -> {
                Poll poll = Sources.poll(
                        Sources.every("s" + number, Duration.ofMinutes(1)),
                        Sources.watch(deadlines, Clock.systemUTC()));
                while (!over.get()) {
                    assertThatCode(() -> throttle.await(poll)).doesNotThrowAnyException();
                    over.compareAndSet(false, calls.incrementAndGet(number) == rounds);
                }
            }));
        }
        polls.forEach(Thread::start);
        for (Thread poll : polls) {
            poll.join();
        }

        assertThat(IntStream.range(0, calls.length()).map(calls::get))
                .as("calls of each poll when the first has %d", rounds)
                .allMatch(made -> made > rounds / 2);
    }

    @Test
    void aProviderWithoutBudgetIsAFaultOfOurs() {
        assertThatThrownBy(() -> throttle(1).limit("acme")).isInstanceOf(IllegalStateException.class);
    }

    private Throttle throttle(double callsPerSecond) {
        return new Throttle(Map.of("infobip", new Budget(4, callsPerSecond, Duration.ofSeconds(60))), clock);
    }
}
