package dev.accountfeed.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.accountfeed.LogLines;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.TestRoutes;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.sink.Relay;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's sink of one's own does what is said there. */
class OwnSinkIT {

    private static final String SOURCES = """
            sources:
              - {id: bip, provider: infobip, url: $SANDBOX, every: 1d, credentials: {username: Aladdin, password: open sesame}}
            """;

    @TempDir
    private Path folder;

    private final List<String> types = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer crm;
    private Sandbox sandbox;
    private Path routes;

    @BeforeEach
    void begin() throws IOException {
        sandbox = Sandbox.start(0, Clock.systemUTC());
        crm = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        crm.createContext("/accounts", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (status != 200) {
                refused.add(body);
            } else {
                types.add(exchange.getRequestMethod() + " "
                        + exchange.getRequestHeaders().getFirst("Content-Type"));
                received.add(body);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        crm.start();
        routes = TestRoutes.smallAnswers(folder);
        String route = MarkdownPage.of("README.md").blocks("yaml").stream()
                .map(MarkdownPage.Block::text)
                .filter(text -> text.contains("account-events-crm"))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                routes.resolve("sinks/crm.camel.yaml"),
                route.replace("uri: https", "uri: http")
                        .replace(
                                "crm.example.com",
                                "127.0.0.1:" + crm.getAddress().getPort()));
    }

    @AfterEach
    void end() {
        crm.stop(0);
        sandbox.close();
    }

    @Test
    void itGetsEveryEventInOrderFromTheOldestOnAndGoesOnAfterARestart() {
        try (RunningFeed feed = start("file")) {
            assertThat(feed.sequence()).isPositive();
        }
        try (RunningFeed feed = start("file,crm")) {
            awaitAll(feed);
            sandbox.update("infobip", Sandbox.key(1), "{\"name\": \"Renamed\"}");
            feed.poll("bip");
            awaitAll(feed);
        }
        try (RunningFeed feed = start("file,crm")) {
            sandbox.update("infobip", Sandbox.key(1), "{\"name\": \"Again\"}");
            feed.poll("bip");
            awaitAll(feed);
        }
        assertThat(types).containsOnly("POST application/cloudevents+json");
    }

    @Test
    void anEventThatItDoesNotTakeComesAgainAndIsToldInALine() {
        List<String> lines = LogLines.of(Level.WARN, () -> {
            status = 503;
            try (RunningFeed feed = start("file,crm")) {
                await().atMost(Duration.ofSeconds(20)).until(() -> refused.size() > 1);
                assertThat(refused.subList(0, 2)).containsOnly(stored(feed).get(0));
                Relay file = feed.bean("fileRelay", Relay.class);
                await().atMost(Duration.ofSeconds(20)).until(() -> file.status().lag() == 0);
                status = 200;
                awaitAll(feed);
            }
        });
        assertThat(lines)
                // The shipped log4j2.yaml leaves these out.
                .filteredOn(line -> !line.startsWith("com.networknt"))
                .singleElement()
                .asString()
                .contains("Sink crm does not take events", "503")
                .hasLineCount(1);
    }

    private RunningFeed start(String sinks) {
        return RunningFeed.start(
                folder, sandbox, SOURCES, Map.of("feed.sinks", sinks, "feed.routes", routes.toString()));
    }

    private void awaitAll(RunningFeed feed) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(received).containsExactlyElementsOf(stored(feed)));
    }

    private static List<String> stored(RunningFeed feed) {
        return feed.bean("eventLog", EventLog.class).after(0, 1000).stream()
                .map(StoredEvent::json)
                .toList();
    }
}
