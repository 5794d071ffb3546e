package dev.accountfeed.event;

import dev.accountfeed.change.AccountChange;
import java.time.Instant;

/**
 * Something to tell downstream, before it has a sequence.
 *
 * <p>Either an account's change, or a source that began to fail or recovered.
 */
public sealed interface FeedEvent {

    /** The id of the inventory's source. */
    String source();

    /** When the answer that led to it was complete. */
    Instant time();

    /**
     * A change of one account.
     *
     * @param revision counts the account's events from 1, without gaps
     * @param trigger what prompted the poll: schedule, http, kafka, callback, snapshot
     */
    record OfAccount(String source, Instant time, String accountId, long revision, AccountChange change, String trigger)
            implements FeedEvent {}

    /**
     * Three polls of a source failed in a row, or it works again.
     *
     * @param failing true for {@code source.failing}, false for {@code source.recovered}
     * @param reason the outcome of the poll that led to it
     * @param since when the first of the failed polls ended
     * @param polls how many failed in a row
     */
    record OfSource(String source, Instant time, boolean failing, String reason, Instant since, int polls)
            implements FeedEvent {}
}
