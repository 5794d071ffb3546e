package dev.accountfeed.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.accountfeed.provider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a source does, for people and monitoring.
 *
 * @param accounts rows of the last answer; a failed poll has none
 * @param failedPolls in a row
 * @param message of the last poll; null where it went well
 * @param keyId of the key that the last poll was signed with; null where none was
 * @param held accounts whose delete is held back, by reason
 * @param waitingUntil when the provider, which asked to wait, may be called again; null where it did not
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
        Map<String, Long> held,
        @Nullable Instant waitingUntil,
        @Nullable String keyId) {}
