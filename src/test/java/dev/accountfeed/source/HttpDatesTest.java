package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDatesTest {

    /** The examples of RFC 9110 section 5.6.7, with a year of this century for two digits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fri, 06 Nov 2026 08:49:37 GMT",
                "Friday, 06-Nov-26 08:49:37 GMT",
                "Fri Nov  6 08:49:37 2026",
            })
    void allThreeFormsAreTheSameTime(String header) {
        assertThat(HttpDates.instant(header)).isEqualTo(Instant.parse("2026-11-06T08:49:37Z"));
    }

    @Test
    void whatIsNoTimeIsNone() {
        assertThat(HttpDates.instant("soon")).isNull();
        assertThat(HttpDates.instant(null)).isNull();
    }
}
