package dev.accountfeed.event;

/** Writes an event as a CloudEvent 1.0 in structured JSON. */
public interface EventEncoder {

    /**
     * The event as one line of JSON.
     *
     * @param generation first part of the event's id: made at random with the database
     */
    String encode(FeedEvent event, String generation, long sequence);
}
