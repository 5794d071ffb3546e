package dev.accountfeed.provider;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
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
        TemporalAccessor read = format.parse(text);
        boolean zoned = read.isSupported(ChronoField.OFFSET_SECONDS) || read.isSupported(ChronoField.INSTANT_SECONDS);
        // What tries one after the other throws where it goes on, which takes longer than the rest of a time.
        TemporalAccessor parsed = zoned
                ? format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)
                : local(read);
        if (parsed instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC);
        }
        return parsed instanceof LocalDate day
                ? day.atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.from(parsed);
    }

    private static TemporalAccessor local(TemporalAccessor read) {
        return read.query(TemporalQueries.localTime()) == null ? LocalDate.from(read) : LocalDateTime.from(read);
    }
}
