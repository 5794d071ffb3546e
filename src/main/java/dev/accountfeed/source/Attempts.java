package dev.accountfeed.source;

import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a poll has tried within its time: how often, and why it failed. */
final class Attempts {

    private final CallDeadline.Watch watch;
    private final Map<Outcome, Integer> failures = new EnumMap<>(Outcome.class);
    private @Nullable Throwable failure;
    private boolean failedInTime;
    private boolean patient = true;
    private int retries;

    Attempts(CallDeadline.Watch watch) {
        this.watch = watch;
    }

    /** Whether the poll's time is not up. */
    boolean isTimeLeft() {
        return !watch.isExpired();
    }

    /** Whether another call may begin: the poll's time is not up and the feed is not stopping. */
    boolean mayCall() {
        return !watch.isLast();
    }

    /** Whether a fault that may pass is waited for. */
    boolean isPatient() {
        return patient;
    }

    /** The host has answered nobody for long: this poll learns no more by waiting. */
    void hostIsDown() {
        patient = false;
    }

    /** There will be another attempt; from now to its call the poll only waits. */
    void again() {
        retries++;
        watch.waits();
    }

    /** How many there were behind the first. */
    int retries() {
        return retries;
    }

    /** Notes that one failed, and counts those that failed in the same way. */
    int failed(Throwable why, Outcome how) {
        // A call that is cut off by the end of the time says less than what failed before.
        failedInTime |= isTimeLeft();
        failure = failure == null || isTimeLeft() ? why : failure;
        return failures.merge(how, 1, Integer::sum);
    }

    /** Why the last one failed; null while none has. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Whether one failed of itself, and not because the poll's time was up. */
    boolean hasFailedInTime() {
        return failedInTime;
    }
}
