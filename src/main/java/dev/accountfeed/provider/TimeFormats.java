package dev.accountfeed.provider;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Objects;

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
     * The instant that a text stands for: without a zone it is UTC, as both providers' documents say; without a time it
     * is the day's beginning.
     *
     * @throws java.time.DateTimeException where it is none
     */
    static Instant instant(DateTimeFormatter format, String text) {
        TemporalAccessor read = format.parse(text);
        if (read.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(read);
        }
        LocalTime time = Objects.requireNonNullElse(read.query(TemporalQueries.localTime()), LocalTime.MIDNIGHT);
        ZoneId zone = Objects.requireNonNullElse(read.query(TemporalQueries.zone()), ZoneOffset.UTC);
        return LocalDate.from(read).atTime(time).atZone(zone).toInstant();
    }
}
