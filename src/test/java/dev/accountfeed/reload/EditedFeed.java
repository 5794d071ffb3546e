package dev.accountfeed.reload;

import static org.awaitility.Awaitility.await;

import dev.accountfeed.sandbox.RequestLog;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.PollResult;
import dev.accountfeed.source.Poller;
import dev.accountfeed.source.SourceStatus;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;

/** A running feed whose files are edited. */
final class EditedFeed implements AutoCloseable {

    /** Contract: noticed within 2 s; a loaded machine may take its time to build what was noticed. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
    final LiveFiles files;
    private final Main main = new Main();

    EditedFeed(Path folder) {
        files = new LiveFiles(folder);
        try {
            sandbox.voximplantCredentials(files.config().resolve("voximplant.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it with the sources; {@code $SANDBOX} and {@code $VOXIMPLANT} stand for the sandbox's addresses. */
    EditedFeed start(String sources) {
        LiveFiles.save(files.inventory(), resolved(sources));
        return start();
    }

    EditedFeed start() {
        main.setDefaultPropertyPlaceholderLocation("file:" + files.settings());
        Map.of(
                        "feed.config", files.config().toString(),
                        "feed.routes", files.routes().toString(),
                        "feed.data", files.data().toString(),
                        "camel.server.port", "0",
                        "camel.management.enabled", "false")
                .forEach(main::addOverrideProperty);
        main.start();
        return this;
    }

    String resolved(String sources) {
        return sources.replace("$SANDBOX", sandbox.url()).replace("$VOXIMPLANT", sandbox.url("voximplant"));
    }

    Main main() {
        return main;
    }

    <T> T bean(String name, Class<T> type) {
        return main.getCamelContext().getRegistry().lookupByNameAndType(name, type);
    }

    Reloads reloads() {
        return bean("reloads", Reloads.class);
    }

    /** Saves, and waits until the feed has said whether it takes that. */
    Reload after(Runnable save) {
        Reload before = reloads().last().orElse(null);
        save.run();
        return await().pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(() -> reloads().last().orElse(before), last -> last != before);
    }

    /** Host and port of the HTTP interface. */
    String url() {
        return main.getCamelContext().hasServices(VertxPlatformHttpServer.class).stream()
                .map(server -> "http://127.0.0.1:" + server.getPort())
                .findFirst()
                .orElseThrow();
    }

    SourceStatus status(String source) {
        return bean("poller", Poller.class).status().stream()
                .filter(one -> one.id().equals(source))
                .findFirst()
                .orElseThrow();
    }

    /** The polls of a source that failed, of all since the start. */
    List<PollResult> failedPolls(String source) {
        Poller poller = bean("poller", Poller.class);
        String last = poller.request(source, "http");
        await().until(() -> poller.result(last).isPresent());
        int dash = last.lastIndexOf('-');
        // Polls are numbered from 1.
        return IntStream.rangeClosed(1, Integer.parseInt(last.substring(dash + 1)))
                .mapToObj(number -> poller.result(last.substring(0, dash + 1) + number))
                .flatMap(Optional::stream)
                .filter(result ->
                        result.source().equals(source) && result.outcome().isFailure())
                .toList();
    }

    /** How many different keys, tokens or passwords a provider has seen. */
    long credentials(String provider) {
        return sandbox.requests().entries(provider).stream()
                .map(RequestLog.Entry::credential)
                .distinct()
                .count();
    }

    long lastEvent() {
        return bean("eventLog", EventLog.class).last();
    }

    @Override
    public void close() {
        main.stop();
        sandbox.close();
    }
}
