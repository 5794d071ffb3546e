package dev.accountfeed.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a number with its unit, or ISO-8601. */
public final class Durations {

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    // Beyond it, milliseconds in a long are in danger somewhere downstream.
    private static final Duration MAXIMUM = Duration.ofDays(3650);

    private static final Pattern SIMPLE = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    private Durations() {}

    /**
     * The duration, from 0 to ten years.
     *
     * @throws IllegalArgumentException with the valid forms, never with the text
     */
    public static Duration parse(String text) {
        try {
            Matcher simple = SIMPLE.matcher(text);
            Duration duration = simple.matches()
                    ? unit(simple.group(2)).multipliedBy(Long.parseLong(simple.group(1)))
                    : text.startsWith("P") ? Duration.parse(text) : Duration.ofMillis(-1);
            if (duration.compareTo(MAXIMUM) > 0) {
                throw new IllegalArgumentException("must be at most " + MAXIMUM.toDays() + "d");
            }
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            // told below
        }
        throw new IllegalArgumentException("is not a duration; write for example 500ms, 30s, 5m, 1h, 1d or PT1M30S");
    }

    private static Duration unit(String name) {
        Duration unit = UNITS.get(name);
        if (unit == null) {
            throw new IllegalStateException("the pattern and the units differ");
        }
        return unit;
    }
}
