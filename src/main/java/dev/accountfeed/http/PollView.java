package dev.accountfeed.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.accountfeed.provider.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A poll in {@code GET /api/polls/{id}}.
 *
 * @param state pending, running or ended; all that follows is known of one that has ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PollView(
        String id,
        String state,
        @Nullable String source,
        @Nullable Instant start,
        @Nullable Long tookMillis,
        @Nullable Outcome outcome,
        @Nullable Long rows,
        @Nullable String message) {}
