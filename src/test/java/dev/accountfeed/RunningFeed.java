package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.event.EventSchemas;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.reload.RouteSet;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.Inventory;
import dev.accountfeed.source.Poll;
import dev.accountfeed.source.PollResult;
import dev.accountfeed.source.Poller;
import dev.accountfeed.source.Source;
import dev.accountfeed.source.SourceCommands;
import dev.accountfeed.source.SourceStatus;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.EventLog;
import dev.accountfeed.state.SourceState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimerTask;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.timer.TimerComponent;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.main.Main;

/**
 * The whole feed within a test: real routes, real settings, a sandbox for providers.
 *
 * <p>Sources should be polled once a day: the poll at the start is the first, {@link #poll} makes the others.
 */
public final class RunningFeed implements AutoCloseable {

    private final Main main = new Main();
    private final Path folder;

    private RunningFeed(Path folder) {
        this.folder = folder;
    }

    /** A feed whose first polls have ended, of sources that need not wait for them. */
    public static RunningFeed start(Path folder, Sandbox sandbox, String sources) {
        return start(folder, sandbox, sources, Map.of());
    }

    /** The same, with further settings; it listens where {@link #url} says. */
    public static RunningFeed start(Path folder, Sandbox sandbox, String sources, Map<String, String> settings) {
        return start(folder, sandbox, sources, Clock.systemUTC(), settings);
    }

    /** The same, with a clock of the test's own. */
    public static RunningFeed start(
            Path folder, Sandbox sandbox, String sources, Clock clock, Map<String, String> settings) {
        RunningFeed feed = new RunningFeed(folder);
        feed.main.bind("clock", clock);
        feed.begin(sandbox, sources, settings);
        feed.status().stream().filter(SourceStatus::enabled).forEach(source -> await().atMost(Duration.ofSeconds(60))
                .until(() -> feed.status(source.id()).lastPoll() != null
                        || feed.status(source.id()).waitingUntil() != null));
        return feed;
    }

    /** {@code $SANDBOX}, {@code $VOXIMPLANT} and {@code $CREDENTIALS} in the inventory are replaced. */
    private void begin(Sandbox sandbox, String sources, Map<String, String> settings) {
        Path config = folder.resolve("config");
        try {
            Files.createDirectories(config);
            Path credentials = config.resolve("voximplant.json");
            // To make a key takes a second.
            if (sources.contains("$CREDENTIALS") && !Files.exists(credentials)) {
                sandbox.voximplantCredentials(credentials);
            }
            Files.writeString(
                    config.resolve("sources.yaml"),
                    sources.replace("$SANDBOX", sandbox.url())
                            .replace("$VOXIMPLANT", sandbox.url("voximplant"))
                            .replace("$CREDENTIALS", credentials.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        main.setDefaultPropertyPlaceholderLocation(
                "file:" + Path.of("config/application.properties").toAbsolutePath());
        main.addOverrideProperty("feed.config", config.toString());
        main.addOverrideProperty(
                "feed.routes", Path.of("routes").toAbsolutePath().toString());
        main.addOverrideProperty("feed.data", folder.resolve("data").toString());
        main.addOverrideProperty("camel.server.port", "0");
        main.addOverrideProperty("camel.management.enabled", "false");
        settings.forEach(main::addOverrideProperty);
        main.start();
    }

    /** A port that nothing listens on. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Host and port of the application. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        VertxPlatformHttpServer server = main.getCamelContext().hasServices(VertxPlatformHttpServer.class).stream()
                .filter(one -> one.getConfigurationPort() == 0)
                .findFirst()
                .orElseThrow();
        return server.getPort();
    }

    /** The application that the feed is part of. */
    public CamelContext context() {
        return main.getCamelContext();
    }

    /** Puts a bean in the place of one of the feed's. */
    public void bind(String name, Object bean) {
        main.getCamelContext().getRegistry().unbind(name);
        main.getCamelContext().getRegistry().bind(name, bean);
    }

    public <T> T bean(String name, Class<T> type) {
        return main.getCamelContext().getRegistry().lookupByNameAndType(name, type);
    }

    /** Polls a source now and returns how that ended. */
    public PollResult poll(String source) {
        return result(request(source));
    }

    /** Polls sources at once, and returns how each poll ended. */
    public Map<String, PollResult> poll(Collection<String> sources) {
        Map<String, String> ids = new LinkedHashMap<>();
        sources.forEach(source -> ids.put(source, request(source)));
        Map<String, PollResult> results = new LinkedHashMap<>();
        ids.forEach((source, id) -> results.put(source, result(id)));
        return results;
    }

    /** Asks for a poll and returns its id. */
    public String request(String source) {
        return bean("poller", Poller.class).request(source, "http");
    }

    /** How a poll that was asked for ends. */
    public PollResult result(String id) {
        return await().pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(60))
                .until(() -> bean("poller", Poller.class).result(id), Optional::isPresent)
                .orElseThrow();
    }

    /** Calls for a source's accounts as the verb `read` does, which stores nothing. */
    public Poll read(String source, Consumer<JsonNode> taker) {
        Inventory inventory = bean("inventory", Inventory.class);
        Source one = inventory.sources().stream()
                .filter(entry -> entry.id().equals(source))
                .findFirst()
                .orElseThrow();
        try (CallDeadline.Watch watch =
                bean("callDeadline", CallDeadline.class).watch(Instant.now().plusSeconds(60))) {
            Poll poll = new Poll("read", one, "read", SourceState.unknown(source), watch);
            poll.handTo(taker);
            bean("routeSet", RouteSet.class).send("account-read", poll);
            poll.release();
            return poll;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<SourceStatus> status() {
        return bean("poller", Poller.class).status();
    }

    public SourceStatus status(String source) {
        return status().stream()
                .filter(one -> one.id().equals(source))
                .findFirst()
                .orElseThrow();
    }

    /** All events so far, the first thousand of them valid against the schemas that they name. */
    public List<JsonNode> events() {
        List<JsonNode> events = eventsAfter(0);
        assertThat(events.stream().limit(1000))
                .allSatisfy(event -> assertThat(EventSchemas.problems(event)).isEmpty());
        return events;
    }

    /** The events behind a sequence. */
    public List<JsonNode> eventsAfter(long sequence) {
        List<JsonNode> events = new ArrayList<>();
        List<StoredEvent> more;
        long from = sequence;
        do {
            more = bean("eventLog", EventLog.class).after(from, 10_000);
            more.forEach(event -> events.add(Json.tree(event.json())));
            from = more.isEmpty() ? from : more.get(more.size() - 1).sequence();
        } while (!more.isEmpty());
        return events;
    }

    /** The sequence of the last event. */
    public long sequence() {
        return bean("eventLog", EventLog.class).last();
    }

    /** {@code r:EF04, u:EF04}: op and account of every event so far; source events by type. */
    public List<String> ops() {
        return events().stream().map(RunningFeed::op).toList();
    }

    /** Op and account of a source's events behind a sequence, such as {@code u:EF04}; source events by type. */
    public List<String> ops(String source, long after) {
        return eventsAfter(after).stream()
                .filter(event -> event.path("source").asText().endsWith("/" + source))
                .map(RunningFeed::op)
                .toList();
    }

    private static String op(JsonNode event) {
        String type = event.path("type").asText().replaceFirst("^dev\\.accountfeed\\.", "");
        return event.at("/data/op").asText(type) + ":" + event.path("subject").asText();
    }

    public AccountStateRepository states() {
        return bean("states", AccountStateRepository.class);
    }

    public SourceCommands commands() {
        return bean("commands", SourceCommands.class);
    }

    /** Accounts whose delete is held back, by reason. */
    public Map<String, Long> held(String source) {
        return status(source).held();
    }

    public Path data() {
        return folder.resolve("data");
    }

    /** The texts of all dead letters. */
    public List<String> deadLetters() {
        Path letters = data().resolve("dead-letters");
        if (!Files.exists(letters)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(letters)) {
            return files.sorted().map(RunningFeed::text).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills a timer's thread, as an Error in it does: its route shows Started still. */
    public void killTimer(String routeId) {
        TimerConsumer consumer =
                (TimerConsumer) main.getCamelContext().getRoute(routeId).getConsumer();
        TimerComponent timers = main.getCamelContext().getComponent("timer", TimerComponent.class);
        TimerTask error = new TimerTask() {
            @Override
            public void run() {
                // Nobody is to take it for a fault of the test's.
                Thread.currentThread().setUncaughtExceptionHandler((thread, expected) -> {});
                throw new NoClassDefFoundError("a fault of this test");
            }
        };
        timers.getTimer(consumer).schedule(error, 0);
    }

    @Override
    public void close() {
        main.stop();
    }
}
