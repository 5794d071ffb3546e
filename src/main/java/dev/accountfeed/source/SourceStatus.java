package dev.accountfeed.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.accountfeed.provider.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a source does, for people and monitoring.
 *
 * @param failedPolls in a row
 * @param message of the last poll; null where it went well
 * @param keyId of the key that the last poll was signed with; null where none was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceStatus(
        String id,
        String provider,
        boolean enabled,
        boolean polling,
        @Nullable Instant lastPoll,
        @Nullable Instant nextPoll,
        @Nullable Outcome outcome,
        @Nullable String message,
        @Nullable Duration took,
        long accounts,
        int failedPolls,
        @Nullable String keyId) {}
