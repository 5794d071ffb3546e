package dev.accountfeed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.account.Json;
import dev.accountfeed.http.RawHttp.Answer;
import dev.accountfeed.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console page is made of, without a browser: its files, its numbers, and events as they are stored. */
class ConsoleApiIT {

    private static final String SOURCES = """
            sources:
              - id: bip
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                every: 1d
              - id: off
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                enabled: false
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
            """;

    @TempDir
    private static Path folder;

    private static Sandbox sandbox;
    private static RunningFeed feed;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(0, Clock.systemUTC());
        feed = RunningFeed.start(folder, sandbox, SOURCES);
    }

    @AfterAll
    static void stop() {
        feed.close();
        sandbox.close();
    }

    private static JsonNode get(String path) {
        Answer answer = RawHttp.get(feed.port(), path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Json.tree(answer.body());
    }

    @Test
    void thePageMayLoadAndCallNothingButThisFeed() {
        Answer page = RawHttp.get(feed.port(), "/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.head())
                .contains("Content-Type: text/html; charset=utf-8")
                .contains("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'")
                .contains("X-Content-Type-Options: nosniff")
                .contains("Referrer-Policy: no-referrer")
                .contains("Cache-Control: no-cache");
        assertThat(page.body())
                .doesNotContain("//", "style=", " onclick", "<style")
                .doesNotContainPattern("<script(?![^>]* src=)");
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() {
        Answer first = RawHttp.get(feed.port(), "/console/main.js");
        assertThat(first.head()).contains("Content-Type: text/javascript; charset=utf-8");
        String tag = first.head().replaceFirst("(?s).*ETag: (\\S+).*", "$1");
        Answer again = RawHttp.get(feed.port(), "/console/main.js", "If-None-Match: " + tag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(RawHttp.get(feed.port(), "/console/main.js", "If-None-Match: \"other\"")
                        .body())
                .isEqualTo(first.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/none.js",
                "/console/..%2fschema%2faccount.schema.json",
                "/console/",
                "/console",
                "/index.html",
                "/console/main.js/x"
            })
    void thereIsNoOtherFile(String path) {
        assertThat(RawHttp.get(feed.port(), path).status()).isEqualTo(404);
    }

    @Test
    void everyFileThatThePageNamesIsThere() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/console"))) {
            assertThat(files).hasSizeGreaterThan(10).allSatisfy(file -> {
                String name = file.getFileName().toString();
                String path = name.equals("index.html") ? "/" : "/console/" + name;
                assertThat(RawHttp.get(feed.port(), path).status()).as(path).isEqualTo(200);
                for (String imported : Files.readString(file).split("['\"]")) {
                    if (imported.startsWith("./") || imported.startsWith("console/")) {
                        assertThat(file.resolveSibling(imported.replace("console/", "./")))
                                .exists();
                    }
                }
            });
        }
    }

    @Test
    void theOverviewCounts() {
        JsonNode overview = get("/api/overview");
        assertThat(overview.path("name").asText()).isEqualTo("account-feed");
        assertThat(overview.path("sources"))
                .isEqualTo(Json.tree("{\"disabled\": 1, \"starting\": 0, \"ok\": 1, \"failing\": 0}"));
        assertThat(overview.path("accounts").asInt()).isEqualTo(3);
        assertThat(overview.path("heldDeletes").asInt()).isZero();
        assertThat(overview.path("checks").asInt()).isPositive();
        assertThat(overview.path("failedChecks")).isEmpty();
        assertThat(overview.path("lastSequence").asLong()).isEqualTo(feed.sequence());
        long events = 0;
        for (JsonNode count : overview.path("eventsPerMinute")) {
            events += count.asLong();
        }
        assertThat(events).isEqualTo(feed.sequence());
        await().until(() -> get("/api/overview").at("/lags/0/events").has("file"));
    }

    @Test
    void whatIsLoadedIsShownWithoutTheOptionsOfEndpoints() {
        JsonNode loaded = get("/api/configuration");
        assertThat(loaded.path("current").asBoolean()).isTrue();
        assertThat(loaded.path("sources")).isEqualTo(Json.tree("{\"infobip\": 2}"));
        assertThat(loaded.path("routes").findValuesAsText("id"))
                .contains("timer-poll", "account-poll", "infobip-account-fetch", "account-events-file");
        assertThat(loaded.path("routes")).allSatisfy(route -> {
            assertThat(route.path("description").asText()).isNotEmpty();
            assertThat(route.path("from").asText()).doesNotContain("?");
        });
        assertThat(loaded.has("last")).isFalse();
    }

    @Test
    void aPasswordInTheAddressOfAnEndpointIsNotShown() throws Exception {
        feed.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:somebody:hunter2@files.example/in").routeId("own").stop();
            }
        });

        JsonNode routes = get("/api/configuration").path("routes");

        assertThat(routes.toString()).contains("files.example/in").doesNotContain("hunter2");
        feed.context().getRouteController().stopRoute("own");
        feed.context().removeRoute("own");
    }

    @Test
    void aSaveThatIsNotTakenIsShownWithFileAndLine() throws IOException {
        Path inventory = folder.resolve("config/sources.yaml");
        String before = Files.readString(inventory);
        Files.writeString(inventory, before.replace("every: 1d", "every: soon"));
        JsonNode last = await().until(() -> get("/api/configuration").path("last"), change -> !change.isMissingNode());
        assertThat(last.path("taken").asBoolean()).isFalse();
        assertThat(last.at("/findings/0").asText()).matches(".*sources\\.yaml:6:\\d+: .*");
        assertThat(get("/api/configuration").path("current").asBoolean()).isFalse();
        assertThat(get("/api/overview").path("failedChecks").findValuesAsText("name"))
                .contains("feed-configuration");
        Files.writeString(inventory, before);
        await().until(() -> get("/api/configuration").path("current").asBoolean());
    }

    @Test
    void sourcesAreChosenByState() {
        assertThat(get("/api/sources?state=disabled").path("items").findValuesAsText("id"))
                .containsExactly("off");
        assertThat(get("/api/sources?state=ok&q=off").path("items")).isEmpty();
        Answer mistake = RawHttp.get(feed.port(), "/api/sources?state=well");
        assertThat(mistake.status()).isEqualTo(400);
        assertThat(mistake.body()).contains("disabled, starting, ok, failing");
    }

    @Test
    void accountsAreChosenBySource() {
        assertThat(get("/api/accounts?of=bip").path("items")).hasSize(3);
        assertThat(get("/api/accounts?of=off").path("items")).isEmpty();
        assertThat(get("/api/accounts?of=bip&q=Second").path("items")).hasSize(1);
    }

    @Test
    void theEventsOfAnAccountComeNewestFirstPageByPage() {
        String key = sandbox.ids("infobip").get(1);
        for (int i = 1; i <= 3; i++) {
            sandbox.update("infobip", key, "{\"name\": \"Name " + i + "\"}");
            feed.poll("bip");
        }
        String path = "/api/accounts/bip/" + key + "/events";
        JsonNode first = get(path + "?limit=3");
        assertThat(first.path("items").findValuesAsText("subject")).containsOnly(key);
        assertThat(revisions(first)).containsExactly(4, 3, 2);
        JsonNode rest = get(path + "?limit=3&after=" + first.path("next").asText());
        assertThat(revisions(rest)).containsExactly(1);
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(RawHttp.get(feed.port(), "/api/accounts/bip/none/events").status())
                .isEqualTo(404);
    }

    private static List<Integer> revisions(JsonNode page) {
        List<Integer> revisions = new ArrayList<>();
        page.path("items")
                .forEach(event -> revisions.add(event.at("/data/revision").asInt()));
        return revisions;
    }

    @Test
    void eventsAreServedAsTheyAreStoredWithoutGapsOrRepeats() throws IOException {
        String key = sandbox.ids("infobip").get(2);
        long last = feed.sequence();
        try (Following all = new Following("?after=0", "");
                Following fresh = new Following("", "");
                Following resumed = new Following("?after=0", "Last-Event-ID: " + (last - 1) + "\r\n");
                // As the events hold it.
                Following padded = new Following("", "Last-Event-ID: 0000000000000000000" + (last - 1) + "\r\n")) {
            assertThat(fresh.next().path("id").asLong()).isEqualTo(last);
            for (long sequence = 1; sequence <= last; sequence++) {
                assertThat(all.nextEvent())
                        .isEqualTo(feed.eventsAfter(sequence - 1).get(0));
            }
            assertThat(resumed.nextEvent()).isEqualTo(feed.eventsAfter(last - 1).get(0));
            assertThat(padded.nextEvent()).isEqualTo(feed.eventsAfter(last - 1).get(0));
            for (int i = 1; i <= 3; i++) {
                sandbox.update("infobip", key, "{\"enabled\": " + (i % 2 == 0) + "}");
                feed.poll("bip");
                JsonNode event = feed.eventsAfter(last + i - 1).get(0);
                assertThat(all.nextEvent()).isEqualTo(event);
                assertThat(fresh.nextEvent()).isEqualTo(event);
                assertThat(resumed.nextEvent()).isEqualTo(event);
            }
        }
    }

    @Test
    void aStreamFromNowhereIsRefused() {
        Answer answer = RawHttp.get(feed.port(), "/api/events?after=x", "Accept: text/event-stream");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("after must be a whole number");
    }

    @Test
    void moreStreamsThanAreServedAreToldToComeBack() throws IOException {
        List<Following> open = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                open.add(new Following("", ""));
                open.get(i).next();
            }
            Answer answer = RawHttp.get(feed.port(), "/api/events", "Accept: text/event-stream");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.head()).contains("Retry-After: 10");
        } finally {
            for (Following one : open) {
                one.close();
            }
        }
        // Who leaves makes room.
        await().ignoreExceptions().until(() -> {
            try (Following one = new Following("", "")) {
                return one.next().has("id");
            }
        });
    }

    /** A client that reads events as they come. */
    private static final class Following implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader reader;

        Following(String query, String header) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), feed.port());
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /api/events" + query + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                                    + header + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The next message's fields; chunk sizes and the head are passed over. */
        JsonNode next() throws IOException {
            var message = Json.MAPPER.createObjectNode();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.matches("(id|data): .*")) {
                    message.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(' ') + 1));
                } else if (line.isEmpty() && message.has("id")) {
                    return message;
                }
            }
            throw new IOException("the stream has ended");
        }

        JsonNode nextEvent() throws IOException {
            JsonNode message = next();
            return message.has("data") ? Json.tree(message.path("data").asText()) : nextEvent();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
