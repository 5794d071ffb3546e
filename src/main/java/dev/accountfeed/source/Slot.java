package dev.accountfeed.source;

import dev.accountfeed.provider.Outcome;
import dev.accountfeed.state.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One source's place in the schedule: guarded by the poller. */
final class Slot {

    static final Comparator<Slot> BY_DUE = Comparator.comparing(slot -> slot.due);

    Source source;
    Instant due = Instant.MAX;
    Instant notBefore = Instant.MIN;
    /** When the poll that waits became due or was asked for. */
    Instant wanted = Instant.MAX;

    boolean queued;
    boolean running;
    /** Due as soon as the poll under way has ended: the source came back while it ran. */
    boolean atOnce;

    /** Left the inventory, with a poll under way. */
    boolean gone;

    /** Runs as one of those that failed. */
    boolean runsAiling;

    @Nullable
    String waitingId;

    @Nullable
    String runningId;

    String waitingTrigger = "schedule";

    /** The trace that whoever asked for the poll that waits is in. */
    @Nullable
    Traceparent waitingTrace;

    /** Written by the poll under way only. */
    volatile @Nullable SourceState state;

    /** Written by the poll under way only. */
    volatile @Nullable Scope scope;

    /** What its last poll was told, by the mapping of the routes that are there now; null where it must be read. */
    volatile @Nullable LastAnswer answer;

    @Nullable
    PollResult last;

    /** Of the last answer: a poll that failed says nothing about how many there are. */
    private long accounts;

    Slot(Source source) {
        this.source = source;
    }

    boolean isScheduled() {
        return source.enabled() && !gone;
    }

    void ended(PollResult result) {
        last = result;
        if (!result.outcome().isFailure()) {
            accounts = result.rows();
        }
    }

    /** Whether the poll waits or runs. */
    boolean isAt(String pollId) {
        return pollId.equals(waitingId) || pollId.equals(runningId);
    }

    /** The time, or when the provider's wait is over if that is later. */
    Instant notBefore(Instant time) {
        return time.isBefore(notBefore) ? notBefore : time;
    }

    /** Whether its last poll failed for a fault that others may be spared. */
    boolean isAiling() {
        return last != null && (last.outcome() == Outcome.UNAVAILABLE || last.outcome() == Outcome.THROTTLED);
    }

    /** The machine's clock was set back: waits stay as long as they were, and a calendar is asked again. */
    void setBack(Duration by, Instant now) {
        if (notBefore.isAfter(now)) {
            notBefore = notBefore.minus(by);
        }
        if (!due.equals(Instant.MAX)) {
            // One that somebody waits for is due when the provider's wait is over, whatever the calendar says.
            boolean calendar = source.recurrence() instanceof Recurrence.Cron && waitingId == null;
            due = calendar ? Timetable.next(source, now) : due.minus(by);
        }
    }

    SourceStatus status(Map<String, Long> held, Instant now) {
        SourceState known = state;
        PollResult result = last;
        return new SourceStatus(
                source.id(),
                source.provider().name(),
                source.enabled(),
                running,
                result == null ? null : result.start(),
                source.enabled() ? due : null,
                result == null ? null : result.outcome(),
                result == null ? null : result.message(),
                result == null ? null : result.took(),
                accounts,
                known == null ? 0 : known.failedPolls(),
                held,
                notBefore.isAfter(now) ? notBefore : null,
                result == null ? null : result.work().keyId());
    }
}
