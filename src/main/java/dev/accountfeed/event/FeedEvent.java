package dev.accountfeed.event;

import dev.accountfeed.change.AccountChange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

    /** W3C trace context of the request that led to it; null where there was none. */
    @Nullable
    String traceparent();

    /**
     * A change of one account.
     *
     * @param revision counts the account's events from 1, without gaps
     * @param trigger what prompted the poll: schedule, http, kafka, callback, snapshot
     */
    record OfAccount(
            String source,
            Instant time,
            String accountId,
            long revision,
            AccountChange change,
            String trigger,
            @Nullable String traceparent)
            implements FeedEvent {

        public OfAccount(
                String source, Instant time, String accountId, long revision, AccountChange change, String trigger) {
            this(source, time, accountId, revision, change, trigger, null);
        }
    }

    /**
     * Three polls of a source failed in a row, or it works again.
     *
     * @param failing true for {@code source.failing}, false for {@code source.recovered}
     * @param reason the outcome of the poll that led to it
     * @param since when the first of the failed polls ended
     * @param polls how many failed in a row
     */
    record OfSource(
            String source,
            Instant time,
            boolean failing,
            String reason,
            Instant since,
            int polls,
            @Nullable String traceparent)
            implements FeedEvent {

        public OfSource(String source, Instant time, boolean failing, String reason, Instant since, int polls) {
            this(source, time, failing, reason, since, polls, null);
        }
    }
}
