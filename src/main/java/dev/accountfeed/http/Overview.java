package dev.accountfeed.http;

import dev.accountfeed.sink.RelayStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The feed at a glance, in {@code GET /api/overview}.
 *
 * @param checks how many health checks there are
 * @param sources how many there are of each state
 * @param heldDeletes accounts whose delete waits for {@code accept-deletes}
 * @param lastSequence of the newest event; 0 if there never was one
 * @param eventsPerMinute of the last hour, by the minute's start; minutes without events are left out
 * @param lags of the last hour
 */
public record Overview(
        Instant time,
        String name,
        int checks,
        List<FailedCheck> failedChecks,
        Map<SourceView.State, Long> sources,
        long accounts,
        long heldDeletes,
        long lastSequence,
        Map<Instant, Long> eventsPerMinute,
        List<RelayStatus> sinks,
        List<LagHistory.Lag> lags) {

    /** A health check that is down, and why. */
    public record FailedCheck(String name, String message) {}
}
