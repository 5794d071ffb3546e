package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.Seeds;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.change.ChangeRules;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.state.SourceState;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Entries of an inventory for tests. */
final class Sources {

    private Sources() {}

    static Source every(String id, Duration interval) {
        return source(id, Seeds.INFOBIP, new Recurrence.Every(interval), Map.of());
    }

    static Source cron(String expression, String zone) {
        return source("s", Seeds.INFOBIP, new Recurrence.Cron(expression, java.time.ZoneId.of(zone)), Map.of());
    }

    static Source source(String id, Provider provider, Recurrence recurrence, Map<String, JsonNode> options) {
        return new Source(
                id,
                provider,
                URI.create("https://api.example"),
                new Credentials.Basic("user", "password"),
                recurrence,
                true,
                options,
                ChangeRules.DEFAULT,
                null);
    }

    /** A poll that has all the time there is. */
    static Poll poll(Source source, CallDeadline.Watch watch) {
        return new Poll(
                "p-1", source, "http", new SourceState(source.id(), "scope", false, null, 0, null, null), watch);
    }

    static CallDeadline.Watch watch(CallDeadline deadlines, Clock clock) {
        return deadlines.watch(clock.instant().plus(Duration.ofHours(1)));
    }
}
