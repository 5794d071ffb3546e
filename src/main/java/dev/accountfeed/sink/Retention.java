package dev.accountfeed.sink;

import dev.accountfeed.state.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Removes stored events that are old enough and that every configured sink has. */
public final class Retention {

    private final EventLog log;
    private final List<Relay> relays;
    private final Supplier<Duration> keep;
    private final Clock clock;

    /** @param keep how long at least; asked each time */
    public Retention(EventLog log, List<Relay> relays, Supplier<Duration> keep, Clock clock) {
        this.log = log;
        this.relays = relays;
        this.keep = keep;
        this.clock = clock;
    }

    /** Removes what need not be kept: called by a timer. */
    public void prune() {
        long deliveredToAll = relays.stream()
                .map(Relay::status)
                // A sink that has not said yet what it has may need everything.
                .mapToLong(RelayStatus::position)
                .min()
                .orElse(0);
        log.prune(clock.instant().minus(keep.get()), deliveredToAll);
    }
}
