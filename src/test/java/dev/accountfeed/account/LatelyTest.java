package dev.accountfeed.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatelyTest {

    private static final Instant SINCE = Instant.parse("2026-11-21T16:00:00Z");

    /** Before it only a clock that was set back can be: what counts then would count for as long as the step. */
    @ParameterizedTest
    @CsvSource({"-86400,false", "-1,false", "0,true", "59,true", "60,false"})
    void aWhileBeginsAtItsTimeAndEndsBehindItsLength(long seconds, boolean lately) {
        assertThat(Lately.within(Duration.ofMinutes(1), SINCE, SINCE.plusSeconds(seconds)))
                .isEqualTo(lately);
    }
}
