package dev.accountfeed.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as HTTP headers have them, in the three forms that a recipient has to take (RFC 9110 section 5.6.7). */
final class HttpDates {

    private static final List<DateTimeFormatter> FORMS = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.US)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC));

    private HttpDates() {}

    /** The time in a header; null where there is none. */
    static @Nullable Instant instant(@Nullable String header) {
        if (header == null) {
            return null;
        }
        for (DateTimeFormatter form : FORMS) {
            try {
                return ZonedDateTime.parse(header, form).toInstant();
            } catch (DateTimeException e) {
                // Another form, or none.
            }
        }
        return null;
    }
}
