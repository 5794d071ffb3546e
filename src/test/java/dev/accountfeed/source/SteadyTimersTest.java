package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.FakeClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class SteadyTimersTest {

    private final FakeClock clock = new FakeClock("2026-11-21T16:00:00Z");
    private final AtomicInteger ticks = new AtomicInteger();

    @Test
    void aTimerBeginsAnewWhenTheClockWasSetBack() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    // Camel leaves a tick out that comes before the consumer has begun, and the next one is an hour
                    // away.
                    from("timer:tick?delay=300&period=1h&synchronous=true")
                            .process(exchange -> ticks.incrementAndGet());
                }
            });
            context.start();
            SteadyTimers timers = new SteadyTimers(context, clock);
            await().until(() -> ticks.get() == 1);
            clock.advance(Duration.ofDays(1));
            timers.run();
            clock.advance(Duration.ofHours(-1));
            timers.run();
            await().until(() -> ticks.get() == 2);
            context.getRouteController().stopAllRoutes();
            clock.advance(Duration.ofHours(-1));
            timers.run();
            assertThat(((TimerConsumer) context.getRoutes().get(0).getConsumer()).isStarted())
                    .isFalse();
        }
    }
}
