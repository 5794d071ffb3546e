package dev.accountfeed.source;

import dev.accountfeed.Seeds;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.change.ChangeRules;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Tells the benchmark how late polls are, by the timetable that the poller keeps. */
public final class Lateness {

    private Lateness() {}

    /** From the last time that the source was due to its call. */
    public static Duration of(String sourceId, Duration every, Instant called) {
        Source source = new Source(
                sourceId,
                Seeds.INFOBIP,
                URI.create("http://localhost"),
                new Credentials.ApiKey("key"),
                new Recurrence.Every(every),
                true,
                Map.of(),
                ChangeRules.DEFAULT,
                null);
        return Duration.between(Timetable.next(source, called).minus(every), called);
    }
}
