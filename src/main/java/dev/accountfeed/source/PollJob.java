package dev.accountfeed.source;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A poll with all that it was begun with: what is configured meanwhile is for the next one.
 *
 * @param wanted when it became due or was asked for
 */
record PollJob(
        Slot slot,
        Source source,
        String id,
        String trigger,
        @Nullable Traceparent trace,
        Instant wanted,
        Duration timeout,
        PollRoutes routes) {

    PollResult.Work work(Instant start) {
        return PollResult.Work.none(source.provider().name(), Duration.between(wanted, start));
    }
}
