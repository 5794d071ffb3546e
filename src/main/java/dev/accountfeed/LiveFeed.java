package dev.accountfeed;

import dev.accountfeed.config.CurrentSettings;
import dev.accountfeed.reload.Live;
import dev.accountfeed.reload.RouteSet;
import dev.accountfeed.source.Poller;
import org.apache.camel.spi.Registry;

/** The feed while it runs: goes on with another configuration between two polls. */
final class LiveFeed implements Live {

    private final Registry registry;
    private final Poller poller;
    private final CurrentSettings settings;
    private final Sinks sinks;
    private RouteSet routes;

    LiveFeed(Registry registry, Poller poller, CurrentSettings settings, Sinks sinks, RouteSet routes) {
        this.registry = registry;
        this.poller = poller;
        this.settings = settings;
        this.sinks = sinks;
        this.routes = routes;
    }

    @Override
    public void take(Validation.Configuration next, RouteSet through) {
        settings.set(next.settings());
        registry.bind("inventory", next.inventory());
        registry.bind("routeSet", through);
        poller.reconfigure(next.inventory(), through);
        routes.retire();
        routes = through;
    }

    @Override
    public void whileSinksWait(Runnable change) {
        sinks.whileWaiting(change);
    }
}
