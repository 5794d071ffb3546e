package dev.accountfeed.sink;

import dev.accountfeed.account.Sha256;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds where a sink goes on: what it says itself, but never below what is noted of it in the database. */
final class Placement {

    private final String name;
    private final EventLog log;
    private final @Nullable Sink sink;

    Placement(String name, EventLog log, @Nullable Sink sink) {
        this.name = name;
        this.log = log;
        this.sink = sink;
    }

    /**
     * The sequence behind which the sink goes on.
     *
     * @throws PositionException if the sink is ahead of the database, or of another generation
     * @throws GapException if what follows is no longer stored
     */
    long find() throws IOException, GapException {
        Optional<Sink.Position> held = sink == null ? Optional.empty() : sink.position();
        OptionalLong noted = log.position(name);
        if (held.isEmpty() && noted.isEmpty()) {
            return beginning();
        }
        long reached = Math.max(noted.orElse(0), held.isEmpty() ? 0 : known(held.get()));
        long position = Math.max(reached, log.origin());
        if (position + 1 < log.first()) {
            throw new GapException(
                    "sink " + name + " has events up to " + position + ", but the oldest stored one is " + log.first());
        }
        return position;
    }

    private long beginning() throws GapException {
        if (log.origin() + 1 < log.first()) {
            throw new GapException(
                    "sink " + name + " is new, but the events before " + log.first() + " are no longer stored");
        }
        return log.origin();
    }

    private long known(Sink.Position held) {
        if (!held.generation().equals(log.generation())) {
            if (log.retired(held.generation())) {
                return 0; // `recover` began the new generation above whatever the sink has
            }
            throw new PositionException(
                    name, "has events of generation " + held.generation() + ", the database is of " + log.generation());
        }
        if (held.sequence() > log.last()) {
            throw new PositionException(name, "has event " + held.sequence() + ", the database ends at " + log.last());
        }
        // A copy that was restored may have gone on until it had numbered as many.
        for (StoredEvent own : log.after(held.sequence() - 1, 1)) {
            if (own.sequence() == held.sequence()
                    && held.digest() != null
                    && !held.digest().equals(Sha256.hex(own.json()))) {
                throw new PositionException(name, "has another event " + held.sequence() + " than the database");
            }
        }
        return held.sequence();
    }
}
