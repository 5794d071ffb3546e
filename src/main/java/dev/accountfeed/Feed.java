package dev.accountfeed;

import dev.accountfeed.account.Json;
import dev.accountfeed.auth.CredentialsAuthenticator;
import dev.accountfeed.auth.JwtAuthenticator;
import dev.accountfeed.auth.StaticAuthenticator;
import dev.accountfeed.auth.Tokens;
import dev.accountfeed.config.CurrentSettings;
import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Settings;
import dev.accountfeed.event.CloudEventEncoder;
import dev.accountfeed.http.Ports;
import dev.accountfeed.observe.Observed;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.reload.Candidate;
import dev.accountfeed.reload.LiveReload;
import dev.accountfeed.reload.RouteSet;
import dev.accountfeed.reload.RouteSets;
import dev.accountfeed.source.Absences;
import dev.accountfeed.source.AccountEnricher;
import dev.accountfeed.source.AccountMapper;
import dev.accountfeed.source.Answers;
import dev.accountfeed.source.CallSigner;
import dev.accountfeed.source.DeadLetters;
import dev.accountfeed.source.Handover;
import dev.accountfeed.source.Observations;
import dev.accountfeed.source.PollOutcomes;
import dev.accountfeed.source.PollSteps;
import dev.accountfeed.source.Poller;
import dev.accountfeed.source.Retries;
import dev.accountfeed.source.SourceCommands;
import dev.accountfeed.source.SteadyTimers;
import dev.accountfeed.source.Throttle;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.Departures;
import dev.accountfeed.state.EventLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that outlive every configuration, and their life: opened before the routes start, closed behind them. */
final class Feed {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    // Together with the sinks' patience and the 8 s that Camel may take for its routes, less than the 30 s of a stop.
    private static final Duration POLL_PATIENCE = Duration.ofSeconds(8);
    private static final long DEAD_LETTER_BYTES = 100L * 1024 * 1024;

    private final CamelContext context;
    private final Registry registry;
    private final Clock clock;
    private final FeedFolders folders;
    private final CallDeadline deadlines;
    private final Tokens tokens;
    private final DeadLetters deadLetters;
    private final RouteSets routeSets;
    private final LiveReload reload;

    private @Nullable Path temporary;
    private @Nullable Poller poller;
    private @Nullable Database database;
    private @Nullable Sinks sinks;
    private @Nullable Interfaces interfaces;
    private Runnable watch = () -> {};

    Feed(CamelContext context, Clock clock) {
        this.context = context;
        this.registry = context.getRegistry();
        this.clock = clock;
        this.folders = FeedFolders.of(context);
        this.deadlines = new CallDeadline(clock);
        this.tokens = new Tokens(clock);
        this.deadLetters = new DeadLetters(
                folders.data().resolve("dead-letters"), clock, folders.stores() ? DEAD_LETTER_BYTES : 0);
        this.routeSets = new RouteSets(context, folders.config(), folders.routes());
        this.reload = new LiveReload(routeSets, clock);
    }

    /** Binds everything that the routes name, and starts the routes that polls run through. */
    void open() {
        Candidate first = routeSets.read();
        if (folders.stores()) {
            List<Finding> taken = new Ports(folders.config().resolve(Settings.FILE), folders::setting).taken();
            if (!taken.isEmpty()) {
                throw new ConfigurationException(taken);
            }
            // Locks the folder, before anything in it is touched.
            database = Database.open(folders.data());
        }
        Handover handover = new Handover(tokens, clock);
        Throttle throttle = new Throttle(first.configuration().inventory().budgets(), clock);
        PollOutcomes outcomes = new PollOutcomes(deadLetters);
        registry.bind("jsonMapper", Json.MAPPER);
        registry.bind("xmlMapper", AnswerFormat.Format.xml.mapper());
        registry.bind("callDeadline", deadlines);
        registry.bind(
                "authenticator",
                new CallSigner(
                        new CredentialsAuthenticator(new JwtAuthenticator(tokens, clock), new StaticAuthenticator()),
                        handover));
        registry.bind("throttle", throttle);
        registry.bind("pollOutcomes", outcomes);
        registry.bind("retries", new Retries());
        registry.bind("inventory", first.configuration().inventory());
        if (database == null) {
            beansOfEachSet(null, outcomes);
            registry.bind("routeSet", first.start());
            return;
        }
        Settings settings = first.configuration().settings();
        AccountStateRepository states =
                new AccountStateRepository(database, new CloudEventEncoder(settings.name(), settings.typePrefix()));
        beansOfEachSet(states, outcomes);
        RouteSet routes = first.start();
        poller = new Poller(
                new Poller.Parts(states, tokens, deadlines, outcomes, throttle, clock),
                first.configuration().inventory(),
                context.getExecutorServiceManager().newCachedThreadPool(this, "poll"),
                routes);
        registry.bind("routeSet", routes);
        registry.bind("states", states);
        registry.bind("poller", poller);
        open(first, poller, states, routes, database);
    }

    /** What keeps something of one configuration is made anew for the next. */
    private void beansOfEachSet(@Nullable AccountStateRepository states, PollOutcomes outcomes) {
        Path folder = folders.temporary();
        temporary = folder;
        routeSets.beans((beans, providers) -> {
            Answers answers = new Answers(folder, clock).prepared(providers);
            beans.bind("answers", answers);
            beans.bind("accountEnricher", new AccountEnricher(answers));
            AccountMapper mapper = new AccountMapper().prepared(providers);
            beans.bind("accountMapper", mapper);
            PollSteps.bind(beans, answers, mapper);
            if (states != null) {
                PollSteps.bind(beans, new Observations(states), outcomes);
                beans.bind("absences", new Absences(states));
            }
        });
    }

    /** What is around the polls: sinks, commands, interfaces, and the watch over the files. */
    private void open(Candidate first, Poller polls, AccountStateRepository states, RouteSet routes, Database store) {
        CurrentSettings settings = new CurrentSettings(first.configuration().settings());
        EventLog log = new EventLog(store);
        Departures departures = new Departures(
                store,
                new CloudEventEncoder(settings.get().name(), settings.get().typePrefix()));
        Sinks all = new Sinks(context, settings, folders.data(), log, departures, clock);
        sinks = all;
        registry.bind("settings", settings);
        registry.bind("eventLog", log);
        registry.bind("reloads", reload.reloads());
        SourceCommands commands = new SourceCommands(states, log, polls, all::resume, clock);
        registry.bind("commands", commands);
        Observed observed = new Observed(
                polls,
                states,
                log,
                all::status,
                new Observed.Counts(tokens::minted, deadLetters::written),
                folders.data(),
                clock);
        interfaces = new Interfaces(context, settings, observed, reload.reloads(), store, commands, clock);
        LiveFeed live = new LiveFeed(registry, polls, settings, all, routes);
        watch = () -> reload.start(first, live);
    }

    /** Guards the servers that Camel has started: no route runs yet. */
    void guard() {
        if (interfaces != null) {
            interfaces.guard();
        }
    }

    /** Begins to deliver, and to watch the files: the routes run. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the context
    void start() {
        if (sinks != null) {
            sinks.start();
        }
        context.getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "clock")
                .scheduleWithFixedDelay(new SteadyTimers(context, clock), 1, 1, TimeUnit.SECONDS);
        watch.run();
    }

    /** Ends polls and delivers what they have left, while the routes still run. */
    void stop() {
        reload.close();
        try {
            if (poller != null && !poller.stop(POLL_PATIENCE)) {
                LOG.warn("Some polls did not end in time and are abandoned: nothing of them counts");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (sinks != null) {
            sinks.stop();
        }
        routeSets.close();
    }

    /** Closes what the routes used. */
    void close() {
        if (interfaces != null) {
            interfaces.close();
        }
        if (sinks != null) {
            sinks.close();
        }
        if (database != null) {
            database.close();
        }
        deadlines.close();
        if (!folders.stores() && temporary != null) {
            temporary.toFile().delete();
        }
    }
}
