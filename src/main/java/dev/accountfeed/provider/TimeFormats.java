package dev.accountfeed.provider;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Times as providers write them, in {@link DateTimeFormatter}'s letters. */
final class TimeFormats {

    private TimeFormats() {}

    /**
     * The format of a pattern, names of days and months in English.
     *
     * <p>Strict: there is no 30 February, and an hour 24 is no time. A year is {@code uuuu}; {@code yyyy} would want an
     * era beside it.
     *
     * @throws IllegalArgumentException where it is none
     */
    static DateTimeFormatter of(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    /**
     * The instant that a text stands for: without an offset it is UTC, as both providers' documents say; without a time
     * it is the day's beginning.
     *
     * @throws java.time.DateTimeException where it is none
     */
    static Instant instant(DateTimeFormatter format, String text) {
        TemporalAccessor parsed = format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        if (parsed instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC);
        }
        return parsed instanceof LocalDate day
                ? day.atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.from(parsed);
    }
}
