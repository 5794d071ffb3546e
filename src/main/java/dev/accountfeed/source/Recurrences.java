package dev.accountfeed.source;

import dev.accountfeed.config.Durations;
import dev.accountfeed.config.Nearest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads {@code every}, {@code cron} and {@code timeZone}. */
final class Recurrences {

    static final Duration MINIMUM = Duration.ofMillis(100);

    private static final Recurrence DEFAULT = new Recurrence.Every(Duration.ofSeconds(60));

    private Recurrences() {}

    /** What the entry says, else what the defaults say, else every 60 s; empty if it is wrong. */
    static Optional<Recurrence> read(Entry entry, Optional<Recurrence> defaults) {
        if (entry.has("cron")) {
            Optional<ZoneId> zone =
                    entry.has("timeZone") ? entry.parsed("timeZone", Recurrences::zone) : Optional.of(ZoneOffset.UTC);
            Optional<String> expression = entry.parsed("cron", text -> {
                CronExpressions.parse(text);
                return text.strip();
            });
            return expression.flatMap(cron -> zone.map(z -> new Recurrence.Cron(cron, z)));
        }
        if (entry.has("every")) {
            return entry.parsed("every", Recurrences::atLeastMinimum).map(Recurrence.Every::new);
        }
        return Optional.of(defaults.orElse(DEFAULT));
    }

    static Duration atLeastMinimum(String text) {
        Duration duration = Durations.parse(text);
        if (duration.compareTo(MINIMUM) < 0) {
            throw new IllegalArgumentException("must be at least 100ms");
        }
        return duration;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            String hint = Nearest.to(text, ZoneId.getAvailableZoneIds())
                    .map(name -> "; did you mean `" + name + "`?")
                    .orElse("; write for example Europe/Berlin");
            throw new IllegalArgumentException("is no known time zone" + hint, e);
        }
    }
}
