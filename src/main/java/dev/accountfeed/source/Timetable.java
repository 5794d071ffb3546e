package dev.accountfeed.source;

import com.cronutils.model.time.ExecutionTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;

/** Tells when a source is due, spread over its interval by a hash of its id. */
final class Timetable {

    /** At the start, sources are taken up this fast: at once where there are few. */
    private static final Duration START_STEP = Duration.ofMillis(10);

    private Timetable() {}

    /** The first poll after the feed has started with that many sources. */
    static Instant first(Source source, Instant start, int sources) {
        if (source.recurrence() instanceof Recurrence.Every every) {
            Duration window = START_STEP.multipliedBy(sources - 1);
            window = window.compareTo(every.interval()) < 0 ? window : every.interval();
            return start.plusNanos((long) (window.toNanos() * share(source)));
        }
        return next(source, start);
    }

    /** The first time after another that the source is due. */
    static Instant next(Source source, Instant after) {
        if (source.recurrence() instanceof Recurrence.Every every) {
            long interval = every.interval().toMillis();
            long phase = (long) (interval * share(source));
            long passed = Math.floorMod(after.toEpochMilli() - phase, interval);
            return Instant.ofEpochMilli(after.toEpochMilli() - passed + interval);
        }
        Recurrence.Cron cron = (Recurrence.Cron) source.recurrence();
        return ExecutionTime.forCron(CronExpressions.parse(cron.expression()))
                .nextExecution(after.atZone(cron.timeZone()))
                .map(ZonedDateTime::toInstant)
                // An expression may have no time left, such as one of a year that is over.
                .orElse(Instant.MAX);
    }

    /** From 0 to 1, the same for the same id on every machine. */
    private static double share(Source source) {
        // String.hashCode moves little for ids that differ in their last digit: spread it.
        int hash = source.id().hashCode() * 0x9E3779B9;
        return (hash >>> 8) / (double) (1 << 24);
    }
}
