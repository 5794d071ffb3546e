package dev.accountfeed.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times as HTTP headers have them (RFC 9110 section 5.6.7). */
final class HttpDates {

    private HttpDates() {}

    /** The time in a header; null where there is none. */
    static @Nullable Instant instant(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
