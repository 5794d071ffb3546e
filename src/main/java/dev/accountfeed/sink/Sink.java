package dev.accountfeed.sink;

import dev.accountfeed.event.StoredEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where events go, and who knows best what has arrived there. */
public interface Sink {

    /** The last event that has arrived for certain; empty where none has. */
    Optional<Position> position() throws IOException;

    /** Appends events in the order given; they have arrived for certain when it returns. */
    void append(List<StoredEvent> events) throws IOException;

    /**
     * The place of an event in the feed.
     *
     * @param generation of the database that numbered it
     */
    record Position(String generation, long sequence) {}
}
