package dev.accountfeed;

import dev.accountfeed.account.Json;
import dev.accountfeed.auth.CredentialsAuthenticator;
import dev.accountfeed.auth.JwtAuthenticator;
import dev.accountfeed.auth.ServiceAccountKeyFile;
import dev.accountfeed.auth.StaticAuthenticator;
import dev.accountfeed.auth.Tokens;
import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.Settings;
import dev.accountfeed.event.CloudEventEncoder;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.http.HttpApi;
import dev.accountfeed.http.Ports;
import dev.accountfeed.observe.FeedHealth;
import dev.accountfeed.observe.FeedMetrics;
import dev.accountfeed.observe.Observed;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.sink.Backlog;
import dev.accountfeed.sink.FilePermissions;
import dev.accountfeed.sink.FileReplay;
import dev.accountfeed.sink.FileSink;
import dev.accountfeed.sink.KafkaProducers;
import dev.accountfeed.sink.KafkaSink;
import dev.accountfeed.sink.Relay;
import dev.accountfeed.sink.Retention;
import dev.accountfeed.sink.Sink;
import dev.accountfeed.source.Absences;
import dev.accountfeed.source.AccountEnricher;
import dev.accountfeed.source.AccountMapper;
import dev.accountfeed.source.Answers;
import dev.accountfeed.source.CallSigner;
import dev.accountfeed.source.DeadLetters;
import dev.accountfeed.source.Inventory;
import dev.accountfeed.source.Observations;
import dev.accountfeed.source.Poll;
import dev.accountfeed.source.PollOutcomes;
import dev.accountfeed.source.Poller;
import dev.accountfeed.source.Retries;
import dev.accountfeed.source.SourceCommands;
import dev.accountfeed.source.Throttle;
import dev.accountfeed.state.AccountSearch;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that the routes name, and their life: opened before the routes start, closed behind them. */
final class Feed {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final Duration SINK_PATIENCE = Duration.ofSeconds(5);
    // Together with the 8 s that Camel may take for its routes, less than the 30 s of a stop.
    private static final Duration POLL_PATIENCE = Duration.ofSeconds(8);
    private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(8);
    private static final long DEAD_LETTER_BYTES = 100L * 1024 * 1024;

    private final CamelContext context;
    private final Clock clock;
    private final Path config;
    private final Path routes;
    private final Path data;
    private final boolean stores;

    private final List<Relay> relays = new ArrayList<>();
    private @Nullable CallDeadline deadlines;
    private @Nullable Path temporary;
    private @Nullable Poller poller;
    private @Nullable Database database;
    private @Nullable FileSink fileSink;
    private @Nullable Observed observed;
    private @Nullable HttpApi http;

    Feed(CamelContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
        this.config = Path.of(setting("feed.config", "config"));
        this.routes = Path.of(setting("feed.routes", "routes"));
        this.data = Path.of(setting("feed.data", "data"));
        this.stores = Boolean.parseBoolean(setting("feed.stores", "true"));
    }

    /** Binds everything that the routes name. */
    void open() {
        Validation.Configuration configuration = configuration();
        Inventory inventory = configuration.inventory();
        Settings settings = configuration.settings();
        deadlines = new CallDeadline(clock);
        Tokens tokens = new Tokens(clock);
        Throttle throttle = new Throttle(inventory.budgets(), clock);
        PollOutcomes outcomes =
                new PollOutcomes(new DeadLetters(data.resolve("dead-letters"), clock, stores ? DEAD_LETTER_BYTES : 0));
        Registry registry = context.getRegistry();
        registry.bind("jsonMapper", Json.MAPPER);
        registry.bind("xmlMapper", AnswerFormat.Format.xml.mapper());
        registry.bind("callDeadline", deadlines);
        registry.bind(
                "authenticator",
                new CallSigner(
                        new CredentialsAuthenticator(new JwtAuthenticator(tokens, clock), new StaticAuthenticator())));
        if (stores) {
            List<Finding> taken = new Ports(config.resolve(Settings.FILE), this::setting).taken();
            if (!taken.isEmpty()) {
                throw new ConfigurationException(taken);
            }
            // Locks the folder, before anything in it is touched.
            database = Database.open(data);
        }
        registry.bind("throttle", throttle);
        temporary = temporaryFolder();
        Answers answers = new Answers(temporary, clock);
        registry.bind("answers", answers);
        registry.bind("accountEnricher", new AccountEnricher(answers));
        registry.bind("accountMapper", new AccountMapper());
        registry.bind("pollOutcomes", outcomes);
        registry.bind("retries", new Retries());
        registry.bind("inventory", inventory);
        if (database == null) {
            return;
        }
        AccountStateRepository states =
                new AccountStateRepository(database, new CloudEventEncoder(settings.name(), settings.typePrefix()));
        EventLog log = new EventLog(database);
        ExecutorService threads = context.getExecutorServiceManager().newCachedThreadPool(this, "poll");
        poller = new Poller(
                new Poller.Parts(states, tokens, deadlines, outcomes, throttle, clock),
                inventory,
                threads,
                send(context.createProducerTemplate()));
        registry.bind("observations", new Observations(states));
        registry.bind("absences", new Absences(states));
        registry.bind("states", states);
        registry.bind("poller", poller);
        registry.bind("eventLog", log);
        openSinks(settings, registry, log);
        registry.bind("backlog", new Backlog(relays, settings.eventsWarnAt()));
        registry.bind("commands", new SourceCommands(states, log, poller, this::resume, clock));
        registry.bind("retention", new Retention(log, relays, settings.eventsKeep(), clock));
        observed = new Observed(
                poller, states, log, () -> relays.stream().map(Relay::status).toList());
        http = HttpApi.open(context, new HttpApi.Parts(settings, clock, observed, new AccountSearch(database)));
    }

    /** Guards the servers that Camel has started, and adds what they serve of the feed: no route runs yet. */
    void guard() {
        if (http == null || observed == null) {
            return;
        }
        http.guard();
        FeedHealth.register(context, observed);
        MeterRegistry metrics = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (metrics != null) {
            new FeedMetrics(observed).bindTo(metrics);
        }
    }

    private void resume(long sequence) {
        relays.forEach(relay -> relay.resumeAfter(sequence));
    }

    private Consumer<Poll> send(ProducerTemplate template) {
        return poll -> template.send("direct:account-poll", exchange -> exchange.setProperty(Poll.PROPERTY, poll));
    }

    private Validation.Configuration configuration() {
        Loaded<Validation.Configuration> loaded = new Validation(
                        config, routes, context::resolvePropertyPlaceholders, ServiceAccountKeyFile::check)
                .load();
        return loaded.value().orElseThrow(() -> new ConfigurationException(loaded.findings()));
    }

    private Path temporaryFolder() {
        try {
            Path folder = stores ? data.resolve("tmp") : Files.createTempDirectory("account-feed-");
            Files.createDirectories(folder);
            try (var left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    // A process that was killed could not remove them.
                    Files.delete(file);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void openSinks(Settings settings, Registry registry, EventLog log) {
        FilePermissions permissions = new FilePermissions(settings.filePermissions());
        fileSink = new FileSink(data, clock, settings.fileMaxBytes(), permissions);
        registry.bind("fileSink", fileSink);
        registry.bind("fileReplay", new FileReplay(data, permissions));
        ProducerTemplate template = context.createProducerTemplate();
        for (String name : settings.sinks()) {
            if (name.equals("kafka")) {
                openKafka(settings, registry, log);
            }
            Sink sink = registry.lookupByNameAndType(name + "Sink", Sink.class);
            String route = "direct:account-events-" + name;
            Relay relay = new Relay(
                    name,
                    log,
                    sink,
                    events -> {
                        if (sink instanceof KafkaSink kafka) {
                            kafka.append(events);
                        } else if (sink != null) {
                            deliver(template, route, events);
                        } else {
                            // A route of the user's own: one event an exchange, which suits any endpoint.
                            for (StoredEvent event : events) {
                                deliver(template, route, event.json());
                            }
                        }
                    },
                    clock);
            relays.add(relay);
            registry.bind(name + "Relay", relay);
        }
    }

    private void openKafka(Settings settings, Registry registry, EventLog log) {
        KafkaProducers producers = new KafkaProducers();
        registry.bind("kafkaProducers", producers);
        registry.bind("kafkaSink", new KafkaSink(context, log, settings.kafka(), producers));
    }

    private static void deliver(ProducerTemplate template, String route, Object body) throws Exception {
        Exchange sent = template.send(route, exchange -> exchange.getMessage().setBody(body));
        if (sent.getException() != null) {
            throw sent.getException();
        }
    }

    /** Begins to deliver: the routes run. */
    void start() {
        relays.forEach(relay -> relay.start(SINK_PATIENCE));
    }

    /** Ends polls and delivers what they have left, while the routes still run. */
    void stop() {
        try {
            if (poller != null && !poller.stop(POLL_PATIENCE)) {
                LOG.warn("Some polls did not end in time and are abandoned: nothing of them counts");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Side by side: one that is down must not take the time of the others.
        relays.parallelStream().forEach(relay -> relay.close(FLUSH_PATIENCE));
    }

    /** Closes what the routes used. */
    void close() {
        if (http != null) {
            http.close();
        }
        try {
            if (fileSink != null) {
                fileSink.close();
            }
        } catch (IOException e) {
            LOG.warn("The events file could not be closed: {}", e.toString());
        }
        if (database != null) {
            database.close();
        }
        if (deadlines != null) {
            deadlines.close();
        }
        if (!stores && temporary != null) {
            temporary.toFile().delete();
        }
    }

    private String setting(String name, String otherwise) {
        return context.getPropertiesComponent().resolveProperty(name).orElse(otherwise);
    }
}
