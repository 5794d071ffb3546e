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

    private static final Pattern SIMPLE = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    private Durations() {}

    /**
     * The duration, which is never negative.
     *
     * @throws IllegalArgumentException with the valid forms, never with the text
     */
    public static Duration parse(String text) {
        try {
            Matcher simple = SIMPLE.matcher(text);
            if (simple.matches()) {
                return unit(simple.group(2)).multipliedBy(Long.parseLong(simple.group(1)));
            }
            Duration iso = text.startsWith("P") ? Duration.parse(text) : Duration.ofMillis(-1);
            if (!iso.isNegative()) {
                return iso;
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
