package dev.accountfeed.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.source.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source in {@code GET /api/sources}.
 *
 * @param nextPoll null for one that is disabled or whose cron expression has no time left
 * @param accounts rows of the last answer; a failed poll has none
 * @param failedPolls in a row
 * @param heldDeletes accounts whose delete waits for {@code accept-deletes}
 * @param message of the last poll; null where it went well
 * @param keyId of the key that the last poll was signed with; null where none was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceView(
        String id,
        String provider,
        State state,
        boolean polling,
        @Nullable Instant lastPoll,
        @Nullable Instant nextPoll,
        @Nullable Outcome outcome,
        @Nullable Long tookMillis,
        long accounts,
        int failedPolls,
        long heldDeletes,
        @Nullable String message,
        @Nullable String keyId) {

    /** What a source is at. */
    public enum State {
        /** Not polled. */
        disabled,
        /** Not polled yet since the start. */
        starting,
        /** The last poll went well. */
        ok,
        /** The last poll failed. */
        failing
    }

    static SourceView of(SourceStatus status) {
        Instant next = status.nextPoll();
        Duration took = status.took();
        return new SourceView(
                status.id(),
                status.provider(),
                state(status),
                status.polling(),
                status.lastPoll(),
                next == null || next.equals(Instant.MAX) ? null : next,
                status.outcome(),
                took == null ? null : took.toMillis(),
                status.accounts(),
                status.failedPolls(),
                status.held().values().stream().mapToLong(Long::longValue).sum(),
                status.message(),
                status.keyId());
    }

    static State state(SourceStatus status) {
        if (!status.enabled()) {
            return State.disabled;
        }
        Outcome outcome = status.outcome();
        if (outcome == null) {
            return State.starting;
        }
        return outcome.isFailure() ? State.failing : State.ok;
    }
}
