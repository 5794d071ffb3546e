package dev.accountfeed.source;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;

/** Cron in Spring's form: second, minute, hour, day of month, month, day of week. */
public final class CronExpressions {

    private static final CronDefinition SPRING = CronDefinitionBuilder.instanceDefinitionFor(CronType.SPRING53);

    // Any day will do; with it the same expression is found sound or not at every start.
    private static final ZonedDateTime SOME_DAY = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private CronExpressions() {}

    /**
     * The expression, which has a next time.
     *
     * @throws IllegalArgumentException with what to write instead
     */
    public static Cron parse(String text) {
        String expression = text.strip().toUpperCase(Locale.ROOT);
        long fields = expression.isEmpty() ? 0 : expression.split("\\s+").length;
        if (!expression.startsWith("@") && fields != 6) {
            throw new IllegalArgumentException("has " + fields
                    + " fields instead of 6; write second, minute, hour, day of month, month, day of week:"
                    + " \"0 0 6 * * MON-FRI\"");
        }
        try {
            Cron cron = new CronParser(SPRING).parse(expression.startsWith("@") ? text.strip() : expression);
            if (ExecutionTime.forCron(cron).nextExecution(SOME_DAY).isPresent()) {
                return cron;
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "is not a cron expression; write second, minute, hour, day of month, month, day of week:"
                            + " \"0 0 6 * * MON-FRI\"",
                    e);
        }
        throw new IllegalArgumentException("never comes: there is no such day");
    }
}
