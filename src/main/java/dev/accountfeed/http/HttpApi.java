package dev.accountfeed.http;

import dev.accountfeed.config.Settings;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.observe.Observed;
import dev.accountfeed.reload.Reloads;
import dev.accountfeed.reload.RouteSet;
import dev.accountfeed.sink.Replays;
import dev.accountfeed.source.Inventory;
import dev.accountfeed.source.SourceCommands;
import dev.accountfeed.state.AccountSearch;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.Registry;

/** The HTTP interface's parts, and their life. */
public final class HttpApi implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CamelContext context;
    private final HttpVertx vertx;
    private final HttpDoors doors;
    private final EventStreams streams;

    /**
     * What the interface shows and acts on.
     *
     * @param settings those in force, which may change while it is open
     */
    public record Parts(
            Supplier<Settings> settings,
            Clock clock,
            Observed feed,
            AccountSearch search,
            SourceCommands commands,
            Reloads reloads) {}

    private HttpApi(CamelContext context, Parts parts) {
        this.context = context;
        vertx = new HttpVertx(PATIENCE);
        doors = new HttpDoors(vertx, parts.settings);
        streams = new EventStreams(parts.feed.log());
    }

    /** Binds what the routes name; before Camel makes its servers. */
    public static HttpApi open(CamelContext context, Parts parts) {
        HttpApi api = new HttpApi(context, parts);
        Observed feed = parts.feed;
        Registry registry = context.getRegistry();
        ExecutorServiceManager threads = context.getExecutorServiceManager();
        Replays replays = new Replays(
                feed.log(),
                parts.clock,
                threads.newCachedThreadPool(api, "replay"),
                new RouteReplays(context, context.createProducerTemplate()));
        SourcesApi sources = new SourcesApi(feed.poller(), feed.states());
        Supplier<Inventory> inventory = () -> registry.lookupByNameAndType("inventory", Inventory.class);
        registry.bind("vertx", api.vertx);
        registry.bind("apiHeaders", new ApiHeaders());
        registry.bind("apiErrors", new ApiErrors());
        registry.bind("sourcesApi", sources);
        registry.bind("accountsApi", new AccountsApi(parts.search, feed.log()));
        registry.bind("overviewApi", new OverviewApi(context, parts));
        registry.bind(
                "configurationApi",
                new ConfigurationApi(
                        context,
                        inventory,
                        () -> registry.lookupByNameAndType("routeSet", RouteSet.class),
                        parts.reloads));
        registry.bind("consolePage", new ConsolePage());
        registry.bind("eventsApi", new EventsApi(feed.log()));
        registry.bind("sinksApi", new SinksApi(feed.sinks(), feed.log(), replays));
        registry.bind(
                "commandsApi",
                new CommandsApi(sources, parts.commands, threads.newSingleThreadExecutor(api, "command")));
        registry.bind(
                "callbacks",
                new Callbacks(inventory, feed.poller(), threads.newSingleThreadScheduledExecutor(api, "callback")));
        return api;
    }

    /** Guards the servers, and serves what is not a route: before the routes start. */
    public void guard() {
        doors.guard(context);
        MainHttpServer server = context.hasService(MainHttpServer.class);
        if (server != null) {
            streams.serve(server.getRouter());
        }
    }

    @Override
    public void close() {
        vertx.close();
    }

    /** Replays through the route {@code account-events-<sink>-replay}. */
    private record RouteReplays(CamelContext context, ProducerTemplate template) implements Replays.Target {

        @Override
        public boolean accepts(String sink) {
            String uri = "direct://account-events-" + sink + "-replay";
            return context.getRoutes().stream()
                    .anyMatch(route -> route.getEndpoint().getEndpointBaseUri().equals(uri));
        }

        @Override
        public void deliver(String sink, String name, List<StoredEvent> events) throws Exception {
            Exchange sent = template.send("direct:account-events-" + sink + "-replay", exchange -> {
                exchange.setProperty("replay", name);
                exchange.getMessage().setBody(events);
            });
            if (sent.getException() != null) {
                throw sent.getException();
            }
        }
    }
}
