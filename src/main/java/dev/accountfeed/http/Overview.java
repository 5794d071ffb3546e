package dev.accountfeed.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.accountfeed.sink.RelayStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The feed at a glance, in {@code GET /api/overview}.
 *
 * @param up whether all health checks are content
 * @param sources how many there are of each state
 * @param heldDeletes accounts whose delete waits for {@code accept-deletes}
 * @param lastSequence of the newest event; 0 if there never was one
 * @param eventsPerMinute of the last hour, by the minute's start; minutes without events are left out
 * @param lags of the last hour
 */
public record Overview(
        Instant time,
        String name,
        boolean up,
        List<Check> checks,
        Map<SourceView.State, Long> sources,
        long accounts,
        long heldDeletes,
        long lastSequence,
        Map<Instant, Long> eventsPerMinute,
        List<RelayStatus> sinks,
        List<LagHistory.Lag> lags) {

    /**
     * A health check.
     *
     * @param message what is wrong; null where nothing is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Check(String name, boolean up, @Nullable String message) {}
}
