package dev.accountfeed.event;

/**
 * An event as it is in the log: the very text that every sink receives, at every delivery.
 *
 * @param sequence orders the whole feed; never reused
 * @param json the CloudEvent in structured JSON, one line
 */
public record StoredEvent(long sequence, String json) {}
