package dev.accountfeed.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFormatsTest {

    @ParameterizedTest
    @CsvSource({
        "uuuu-MM-dd HH:mm:ss, 2024-07-01 12:00:00, 2024-07-01T12:00:00Z",
        "uuuu-MM-dd, 2024-07-01, 2024-07-01T00:00:00Z",
        "uuuu-MM-dd HH:mm:ss XXX, 2024-07-01 12:00:00 +02:00, 2024-07-01T10:00:00Z",
        "uuuu-MM-dd HH:mm:ss VV, 2024-07-01 12:00:00 Europe/Berlin, 2024-07-01T10:00:00Z",
        "uuuu-MM-dd HH:mm:ss VV, 2024-12-01 12:00:00 Europe/Berlin, 2024-12-01T11:00:00Z",
        "uuuu-MM-dd HH:mm:ss z, 2024-07-01 12:00:00 CEST, 2024-07-01T10:00:00Z",
        "uuuu-MM-dd HH:mm:ss z, 2024-07-01 12:00:00 GMT+02:00, 2024-07-01T10:00:00Z",
        "uuuu-MM-ddXXX, 2024-07-01+02:00, 2024-06-30T22:00:00Z"
    })
    void aZoneCountsHoweverItIsWritten(String format, String text, String instant) {
        assertThat(TimeFormats.instant(TimeFormats.of(format), text)).hasToString(instant);
    }
}
