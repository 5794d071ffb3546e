package dev.accountfeed.sink;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a sink is doing.
 *
 * @param since when the state began
 * @param position the last event that has arrived; -1 until the sink has said so
 * @param lag events that have not arrived yet
 * @param oldestWaiting time of the oldest event that has not arrived; null where all have
 * @param lastError why it does not take events; null while it does
 */
public record RelayStatus(
        String name,
        State state,
        Instant since,
        long position,
        long lag,
        @Nullable Instant oldestWaiting,
        @Nullable String lastError) {

    /** What a relay is at. */
    public enum State {
        /** The sink has not said yet what it has. */
        starting,
        /** Events arrive. */
        running,
        /** The last attempt failed; there will be others. */
        failing,
        /** Events that it lacks are gone: it waits for a snapshot. */
        gap,
        /** It has events that the database does not know: it waits for {@code recover}. */
        ahead,
        /** Another instance of the service sends this feed's events: it waits for a restart. */
        fenced,
        /** Closed. */
        stopped
    }
}
