package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.accountfeed.account.Json;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;

class PollOutcomesTest {

    /** Found by {@code -Pfuzz}: it was called a fault of this feed, and quoted. */
    @Test
    void aNumberThatJavaCannotHoldIsAFaultOfTheAnswer() {
        Throwable thrown = catchThrowable(() -> Json.MAPPER.readTree("{\"secret\": 1e9999999999}"));
        CallDeadline deadlines = new CallDeadline(Clock.systemUTC());
        Poll poll =
                Sources.poll(Sources.every("s", Duration.ofMinutes(1)), Sources.watch(deadlines, Clock.systemUTC()));

        PollException failure = PollOutcomes.classify(poll, new CamelExecutionException("x", null, thrown));

        assertThat(failure.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(failure).hasMessageNotContaining("9999999999");
    }
}
