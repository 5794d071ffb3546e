package dev.accountfeed.sink;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns when many events wait for a sink: they take room on the disk, and a reader's picture grows old. */
public final class Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    private final List<Relay> relays;
    private final long warnAt;
    private final Set<String> warned = new HashSet<>();

    /** @param warnAt events of one sink */
    public Backlog(List<Relay> relays, long warnAt) {
        this.relays = relays;
        this.warnAt = warnAt;
    }

    /** Looks at every sink: called by a timer. */
    public synchronized void check() {
        relays.stream().map(Relay::status).forEach(this::look);
    }

    void look(RelayStatus sink) {
        if (sink.lag() >= warnAt && warned.add(sink.name())) {
            LOG.warn(
                    "{} events wait for sink {}, which is {} (feed.events.warn-at is {}); they are kept",
                    sink.lag(),
                    sink.name(),
                    sink.state(),
                    warnAt);
        } else if (sink.lag() < warnAt / 2 && warned.remove(sink.name())) {
            // Half of it, so that a number which swings about the limit is told once.
            LOG.info("{} events wait for sink {} now", sink.lag(), sink.name());
        }
    }
}
