package dev.accountfeed.source;

import java.time.Duration;
import java.time.ZoneId;

/** When a source is polled. */
public sealed interface Recurrence {

    /** {@code every: 60s} */
    record Every(Duration interval) implements Recurrence {}

    /** {@code cron: "0 0 6 * * MON-FRI"}: second, minute, hour, day of month, month, day of week. */
    record Cron(String expression, ZoneId timeZone) implements Recurrence {}
}
