package dev.accountfeed.source;

/** The routes that polls run through; a poll that has entered keeps them to its end, whatever is configured meanwhile. */
@FunctionalInterface
public interface PollRoutes {

    /** Sends a poll through and returns when it has ended. */
    void send(Poll poll);

    /** A poll is about to be sent. */
    default void enter() {}

    /** The poll has ended, sent or not. */
    default void leave() {}
}
