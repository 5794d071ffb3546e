package dev.accountfeed;

import dev.accountfeed.config.Settings;
import dev.accountfeed.http.HttpApi;
import dev.accountfeed.observe.FeedHealth;
import dev.accountfeed.observe.FeedMetrics;
import dev.accountfeed.observe.Observed;
import dev.accountfeed.reload.Reloads;
import dev.accountfeed.source.SourceCommands;
import dev.accountfeed.state.AccountSearch;
import dev.accountfeed.state.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** What the feed shows of itself and takes from outside: HTTP interface, health, metrics. */
final class Interfaces {

    private final CamelContext context;
    private final Observed observed;
    private final Reloads reloads;
    private final HttpApi http;

    Interfaces(
            CamelContext context,
            Supplier<Settings> settings,
            Observed observed,
            Reloads reloads,
            Database database,
            SourceCommands commands,
            Clock clock) {
        this.context = context;
        this.observed = observed;
        this.reloads = reloads;
        http = HttpApi.open(
                context, new HttpApi.Parts(settings, clock, observed, new AccountSearch(database), commands, reloads));
    }

    /** Guards the servers that Camel has started, and adds what they serve of the feed: no route runs yet. */
    void guard() {
        http.guard();
        FeedHealth.register(context, observed, reloads);
        MeterRegistry metrics = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (metrics != null) {
            new FeedMetrics(observed, reloads).bindTo(metrics);
        }
    }

    void close() {
        http.close();
    }
}
