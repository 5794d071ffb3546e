package dev.accountfeed.source;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.accountfeed.provider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a poll ended.
 *
 * @param rows of the answer
 * @param message why it has no answer that counts; null where it has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PollResult(
        String id,
        String source,
        Instant start,
        Duration took,
        Outcome outcome,
        long rows,
        @Nullable String message,
        @JsonIgnore Work work) {

    /**
     * What the poll did, for the metrics.
     *
     * @param late from when it was due, or asked for, to its start
     * @param turn that its calls waited for the provider's budget
     * @param retries attempts behind the first
     * @param unusable rows that no account can be made of
     * @param keyId of the key that signed it; null where none did
     */
    public record Work(
            String provider,
            Duration late,
            Duration turn,
            int retries,
            long unusable,
            @Nullable String keyId) {

        static Work none(String provider, Duration late) {
            return new Work(provider, late.isNegative() ? Duration.ZERO : late, Duration.ZERO, 0, 0, null);
        }

        Work of(Poll poll) {
            return new Work(
                    provider,
                    late,
                    poll.turn(),
                    poll.attempts().retries(),
                    poll.unusableRows(),
                    poll.call().keyId());
        }
    }

    static PollResult of(Poll poll, Instant start, Duration took, Work work) {
        return new PollResult(
                poll.getId(),
                poll.getSource().id(),
                start,
                took,
                Objects.requireNonNull(poll.outcome()),
                poll.rows(),
                poll.message(),
                work.of(poll));
    }
}
