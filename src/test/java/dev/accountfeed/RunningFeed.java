package dev.accountfeed;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.PollResult;
import dev.accountfeed.source.Poller;
import dev.accountfeed.source.SourceStatus;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
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

    /** A feed whose first polls have ended. */
    public static RunningFeed start(Path folder, Sandbox sandbox, String sources) {
        return start(folder, sandbox, sources, Map.of());
    }

    /** The same, with further settings; it listens where {@link #url} says. */
    public static RunningFeed start(Path folder, Sandbox sandbox, String sources, Map<String, String> settings) {
        RunningFeed feed = new RunningFeed(folder);
        feed.begin(sandbox, sources, settings);
        feed.status().stream().filter(SourceStatus::enabled).forEach(source -> await().atMost(Duration.ofSeconds(60))
                .until(() -> feed.status(source.id()).lastPoll() != null));
        return feed;
    }

    /** {@code $SANDBOX}, {@code $VOXIMPLANT} and {@code $CREDENTIALS} in the inventory are replaced. */
    private void begin(Sandbox sandbox, String sources, Map<String, String> settings) {
        Path config = folder.resolve("config");
        try {
            Files.createDirectories(config);
            Path credentials = config.resolve("voximplant.json");
            if (!Files.exists(credentials)) {
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

    public <T> T bean(String name, Class<T> type) {
        return main.getCamelContext().getRegistry().lookupByNameAndType(name, type);
    }

    /** Polls a source now and returns how that ended. */
    public PollResult poll(String source) {
        Poller poller = bean("poller", Poller.class);
        String id = poller.request(source, "http");
        return await().pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(60))
                .until(() -> poller.result(id), Optional::isPresent)
                .orElseThrow();
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

    /** All events so far. */
    public List<JsonNode> events() {
        return bean("eventLog", EventLog.class).after(0, 1_000_000).stream()
                .map(event -> Json.tree(event.json()))
                .toList();
    }

    /** {@code r:EF04, u:EF04}: op and account of every event so far. */
    public List<String> ops() {
        return events().stream()
                .map(event -> event.path("data").path("op").asText() + ":"
                        + event.path("subject").asText())
                .toList();
    }

    public long held(String source) {
        return bean("states", AccountStateRepository.class).countHeld(source);
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

    @Override
    public void close() {
        main.stop();
    }
}
