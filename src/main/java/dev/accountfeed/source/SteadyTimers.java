package dev.accountfeed.source;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.timer.TimerConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the timers of a context anew when the machine's clock was set back.
 *
 * <p>Those of Java would stand still until the old time has come again: for an hour after a step of an hour.
 */
public final class SteadyTimers implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SteadyTimers.class);

    private final CamelContext context;
    private final Clock clock;
    private final ClockSteps steps;

    public SteadyTimers(CamelContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
        this.steps = new ClockSteps(clock.instant());
    }

    /** To be called again and again, by what is no such timer. */
    @Override
    public void run() {
        if (!steps.back(clock.instant()).isZero()) {
            for (Route route : context.getRoutes()) {
                Consumer consumer = route.getConsumer();
                if (consumer instanceof TimerConsumer timer && timer.isStarted()) {
                    restart(route, timer);
                }
            }
        }
    }

    // An exception would silently end the caller's schedule.
    private static void restart(Route route, TimerConsumer timer) {
        try {
            timer.stop();
            timer.start();
        } catch (RuntimeException e) {
            LOG.warn("The timer of route {} did not begin anew: it stands still for now", route.getRouteId(), e);
        }
    }
}
