package dev.accountfeed.sink;

import dev.accountfeed.account.Sha256;
import dev.accountfeed.event.StoredEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where events go, and who knows best what has arrived there. */
public interface Sink {

    /** The last event that has arrived for certain; empty where none has. */
    Optional<Position> position() throws IOException;

    /**
     * Told behind which event the next ones will follow, before they do.
     *
     * <p>Usually that is its position. If it is not, the events between are no longer stored, and never come.
     */
    default void goOnBehind(long sequence) throws IOException {}

    /** Appends events in the order given; they have arrived for certain when it returns. */
    void append(List<StoredEvent> events) throws IOException;

    /**
     * The place of an event in the feed.
     *
     * @param generation of the database that numbered it
     * @param digest of the event, which another database may have numbered alike; null where it is not known
     */
    record Position(
            String generation, long sequence, @Nullable String digest) {

        public Position(String generation, long sequence) {
            this(generation, sequence, null);
        }

        static Position of(String generation, StoredEvent event) {
            return new Position(generation, event.sequence(), Sha256.hex(event.json()));
        }
    }
}
