package dev.accountfeed.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.accountfeed.provider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a poll ended.
 *
 * @param provider of the source
 * @param keyId of the key that signed its last call; null where none did
 * @param rows of the answer
 * @param message why it has no answer that counts; null where it has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PollResult(
        String id,
        String source,
        String provider,
        @Nullable String keyId,
        Instant start,
        Duration took,
        Outcome outcome,
        long rows,
        @Nullable String message) {

    static PollResult of(Poll poll, Instant start, Duration took) {
        return new PollResult(
                poll.getId(),
                poll.getSource().id(),
                poll.getProvider(),
                poll.keyId(),
                start,
                took,
                Objects.requireNonNull(poll.outcome()),
                poll.rows(),
                poll.message());
    }
}
