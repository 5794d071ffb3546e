package dev.accountfeed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.LogLines;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.account.Json;
import dev.accountfeed.cli.AccountFeed;
import dev.accountfeed.http.RawHttp.Answer;
import dev.accountfeed.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API over real connections: what it answers, and whom it lets do what. */
class HttpIT {

    private static final String TOKEN = "Authorization: Bearer open-sesame";
    private static final String HOOK = "a-callback-token-9f3c";
    private static final String SOURCES = """
            sources:
              - id: bip
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                every: 1d
                callback: {token: a-callback-token-9f3c}
              - id: off
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                every: 1d
                enabled: false
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
            """;

    @TempDir
    private static Path folder;

    private static Sandbox sandbox;
    private static RunningFeed feed;
    private static int port;
    private static int management;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(0, Clock.systemUTC());
        management = RunningFeed.freePort();
        feed = RunningFeed.start(
                folder,
                sandbox,
                SOURCES,
                Map.of(
                        "feed.http.token", "open-sesame",
                        "feed.http.hosts", "feed.example.com",
                        "camel.management.enabled", "true",
                        "camel.management.port", Integer.toString(management)));
        port = feed.port();
    }

    @AfterAll
    static void stop() {
        feed.close();
        sandbox.close();
    }

    private static JsonNode json(Answer answer) {
        assertThat(answer.head()).contains("ontent-Type: application/json");
        return Json.tree(answer.body());
    }

    private static JsonNode get(String path) {
        Answer answer = RawHttp.get(port, path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    @Test
    void aPollThatIsAskedForStartsAfterwardsAndItsOutcomeCanBeRead() {
        Answer asked = RawHttp.post(port, "/api/sources/bip/poll", "", TOKEN);
        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        JsonNode poll = ended(json(asked).path("id").asText());
        assertThat(poll.path("source").asText()).isEqualTo("bip");
        assertThat(poll.path("outcome").asText()).isEqualTo("ok");
        assertThat(poll.path("rows").asInt()).isEqualTo(3);
    }

    private static JsonNode ended(String poll) {
        return await().until(
                        () -> get("/api/polls/" + poll),
                        p -> p.path("state").asText().equals("ended"));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/sources/none/poll,404",
        "/api/sources/off/poll,409",
        "/api/sinks/none/replay,404",
        "/api/commands,400",
        "/hooks/infobip/none,404"
    })
    void whatCannotBeDoneIsSaidInJson(String path, int status) {
        Answer answer = RawHttp.post(port, path, "{}", TOKEN);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(json(answer).path("error").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/sources/bip/poll", "/api/commands", "/api/sinks/file/replay", "/api/nothing"})
    void whoActsNeedsTheToken(String path) {
        assertThat(RawHttp.post(port, path, "{}").status()).isEqualTo(401);
        Answer wrong = RawHttp.post(port, path, "{}", TOKEN + "2");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.head()).contains("WWW-Authenticate: Bearer");
        assertThat(RawHttp.post(port, path, "{}", "Authorization: Basic open-sesame")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/sources", "/api/sinks", "/api/accounts", "/api/events"})
    void aHostOfAnotherNameIsRefusedBeforeAnything(String path) {
        for (String host : List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "[::2]", "")) {
            Answer answer = RawHttp.get(port, path, "Host: " + host);
            assertThat(answer.status()).as(host).isIn(400, 421);
        }
        for (String host : List.of("localhost", "LOCALHOST:" + port, "127.0.0.1:1", "[::1]", "Feed.Example.com:443")) {
            assertThat(RawHttp.get(port, path, "Host: " + host).status())
                    .as(host)
                    .isEqualTo(200);
        }
        assertThat(RawHttp.get(port, path, "Host: localhost", "Host: evil.example")
                        .status())
                .isIn(400, 421);
        assertThat(RawHttp.send(
                                port,
                                "GET http://evil.example" + path
                                        + " HTTP/1.1\nHost: evil.example\nConnection: close\n\n")
                        .status())
                .isEqualTo(421);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/api/sources,'GET, HEAD'",
        "PUT,/api/sources/bip/poll,POST",
        "GET,/api/commands,POST",
        "HEAD,/api/commands,POST",
        "OPTIONS,/api/events,'GET, HEAD'",
        "GET,/hooks/infobip/x,POST",
        "HEAD,/hooks/infobip/x,POST"
    })
    void anotherMethodThanThatOfThePathIsToldWhichOneItIs(String method, String path, String allowed) {
        Answer answer = RawHttp.call(port, method, path, "", TOKEN);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.head()).containsPattern("Allow: " + allowed + "(\r|$)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/console/main.js",
                "/api/overview",
                "/api/sources?limit=1",
                "/api/sinks/",
                "/api/accounts?limit=0",
                "/api/accounts/bip/none",
                "/api/events?after=1000000",
                "/nothing"
            })
    void whatIsServedToGetIsServedToHeadWithoutItsBody(String path) {
        assertIsServedToHead(port, path);
        assertIsServedToHead(port, path, "Host: evil.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/observe/health", "/observe/health/live", "/observe/health/ready?data=true", "/observe/metrics"
            })
    void healthAndMetricsAreServedToHeadToo(String path) {
        assertIsServedToHead(management, path);
    }

    @Test
    void aHeadMayNameTheWholeAddressAndBringABody() {
        String whole = "HEAD http://localhost/api/sinks?a=b HTTP/1.1\nHost: localhost\nConnection: close\n\n";
        assertThat(RawHttp.send(port, whole).status()).isEqualTo(200);
        assertThat(RawHttp.call(port, "HEAD", "/api/sinks", "{}").status()).isEqualTo(200);
    }

    private static void assertIsServedToHead(int server, String path, String... headers) {
        Answer whole = RawHttp.get(server, path, headers);
        Answer head = RawHttp.call(server, "HEAD", path, "", headers);
        assertThat(head.status()).isEqualTo(whole.status());
        assertThat(head.body()).isEmpty();
        // In small letters: a length that no route has set, which the server leaves out.
        assertThat(head.head().lines())
                .containsExactlyElementsOf(whole.head()
                        .lines()
                        .filter(line -> !line.startsWith("content-length: "))
                        .toList());
    }

    @Test
    void aHeadOfAStreamOfEventsEndsAtOnce() {
        Answer head = RawHttp.call(port, "HEAD", "/api/events?after=0", "", "Accept: text/event-stream");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.head()).contains("ontent-Type: text/event-stream");
        assertThat(head.body()).isEmpty();
        assertThat(RawHttp.call(port, "HEAD", "/api/events?after=x", "", "Accept: text/event-stream")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hooks/../api/commands",
                "/hooks/%2e%2e/api/commands",
                "/hooks/x/../../api/sources/bip/poll",
                "//api/commands",
                "/hooks//../../api/commands",
                "/./api/commands"
            })
    void noSpellingOfAPathGoesAroundTheToken(String path) {
        assertThat(RawHttp.post(port, path, "{}").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hooks/infobip/..%2f..%2fapi%2fcommands",
                "/hooks/infobip/%00",
                "/hooks/infobip/",
                "/hooks/",
                "/hooks/infobip/a/b"
            })
    void anOddCallbackIsAnUnknownOne(String path) {
        assertThat(RawHttp.post(port, path, "{}").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/api,404",
        "/api/polls/none,404",
        "/api/accounts/bip/none,404",
        "/api/accounts/bip/..%2f..%2fetc%2fpasswd,404",
        "/api/events?after=x,400",
        "/api/events?after=-1,400",
        "/api/events?after=1&after=2,400",
        "/api/events?limit=0,400",
        "/api/accounts?limit=1001,400",
        "/api/accounts?after=99999999999999999999,400"
    })
    void aMistakeIsAnsweredWithWhatToDoInstead(String path, int status) {
        Answer answer = RawHttp.get(port, path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(json(answer).path("error").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?a=%zz", "?a=%2", "?%", "%zz", "%", "%+1"})
    void anAddressThatCannotBeDecodedIsRefusedAndLeavesNoTraceOfItsToken(String end) {
        List<String> log = LogLines.of(Level.DEBUG, () -> {
            for (int server : List.of(port, management)) {
                Answer answer = RawHttp.post(server, "/hooks/infobip/" + HOOK + end, "");
                assertThat(answer.status()).isEqualTo(400);
                assertThat(json(answer).path("error").asText()).contains("write % as %25");
                Answer foreign = RawHttp.get(server, "/hooks/infobip/" + HOOK + end, "Host: evil.example");
                assertThat(foreign.status()).isIn(400, 421);
                assertThat(json(foreign).path("error").asText()).isNotEmpty();
            }
            assertThat(RawHttp.get(port, "/api/sources" + end).status()).isEqualTo(400);
        });
        assertThat(log).noneMatch(line -> line.contains(HOOK) || line.contains("Unhandled"));
    }

    @Test
    void aSequenceThatNoEventCanHaveIsToldWhichOnesCan() {
        assertThat(get("/api/events?after=09223372036854775807").path("items")).isEmpty();
        Answer answer = RawHttp.get(port, "/api/events?after=9223372036854775808");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).path("error").asText()).contains("at most 9223372036854775807");
    }

    @Test
    void whatIsNoHttpEndsTheConnection() {
        assertThat(RawHttp.send(port, "nonsense\n\n").status()).isIn(0, 400);
        assertThat(RawHttp.send(port, "GET /" + "a".repeat(5000) + " HTTP/1.1\nHost: localhost\n\n")
                        .status())
                .isEqualTo(414);
        assertThat(RawHttp.get(port, "/api/sinks", "X-Long: " + "a".repeat(9000))
                        .status())
                .isEqualTo(431);
        assertThat(RawHttp.send(
                                port,
                                "POST /api/commands HTTP/1.1\nHost: localhost\n" + TOKEN
                                        + "\nTransfer-Encoding: chunked\nConnection: close\n\nxyz\n")
                        .status())
                .isIn(0, 400);
    }

    @Test
    void aBodyOfMoreThan64KibIsRefusedWhetherItSaysSoOrNot() {
        String large = "x".repeat(65537);
        assertThat(RawHttp.post(port, "/api/commands", large, TOKEN).status()).isEqualTo(413);
        assertThat(RawHttp.post(port, "/hooks/infobip/" + HOOK, large).status()).isEqualTo(413);
        String chunked = "POST /hooks/infobip/" + HOOK
                + " HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\nConnection: close\n\n"
                + ("4000\n" + "y".repeat(0x4000) + "\n").repeat(5) + "0\n\n";
        assertThat(RawHttp.send(port, chunked).status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=x",
                "application/json; charset=nonsense",
                "text/plain; charset=utf-16",
                "none"
            })
    void aBodyIsTakenAsItIsWhateverItIsCalled(String type) {
        String called = "Content-Type: " + type;
        for (String body : List.of("x".repeat(9000), "a=b&".repeat(300), "a=%zz", "--x\r\n\r\nunended")) {
            assertThat(RawHttp.post(port, "/hooks/infobip/" + HOOK, body, called)
                            .status())
                    .as("%.20s", body)
                    .isEqualTo(200);
            assertThat(RawHttp.post(port, "/hooks/infobip/none", body, called).status())
                    .as("%.20s", body)
                    .isEqualTo(404);
        }
        List<String> log = LogLines.of(Level.INFO, () -> {
            String poll = "{\"command\": \"poll\", \"source\": \"bip\"}";
            Answer command = RawHttp.post(port, "/api/commands", poll, TOKEN, called);
            assertThat(command.status()).as(command.body()).isEqualTo(202);
            ended(json(command).at("/items/0/poll").asText());
            Answer replay = RawHttp.post(port, "/api/sinks/file/replay", "{\"from\": 99999}", TOKEN, called);
            assertThat(replay.body()).contains("there is no event from there on");
        });
        assertThat(log).noneMatch(line -> line.contains("command"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{} {}", "{\"command\": 1}", "{\"source\": \"*\"}"})
    void aCommandThatIsNoneDoesNothing(String body) {
        assertThat(RawHttp.post(port, "/api/commands", body, TOKEN).status()).isEqualTo(400);
    }

    @Test
    void parametersCannotTakeThePlaceOfThePathOrSetHeadersOfTheAnswer() {
        JsonNode account = get("/api/accounts").path("items").get(0);
        String path = "/api/accounts/bip/" + account.path("id").asText();
        Answer answer =
                RawHttp.get(port, path + "?id=other&source=other&Set-Cookie=a&CamelHttpResponseCode=500", "X-Mine: 1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head()).doesNotContainIgnoringCase("set-cookie").doesNotContainIgnoringCase("x-mine");
        assertThat(json(answer).at("/account/id")).isEqualTo(account.path("id"));
    }

    @Test
    void accountsAreFoundByIdAndNameAndPaged() {
        JsonNode first = get("/api/accounts?limit=2");
        assertThat(first.path("items")).hasSize(2);
        JsonNode second =
                get("/api/accounts?limit=2&after=" + first.path("next").asText());
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("next").isNull()).isTrue();
        String id = first.at("/items/0/id").asText();
        assertThat(get("/api/accounts?q=" + id.substring(3, 20).toLowerCase(Locale.ROOT))
                        .path("items"))
                .hasSize(1);
        // In the JSON of every account, but neither its id nor its name.
        assertThat(get("/api/accounts?q=provider").path("items")).isEmpty();
        assertThat(get("/api/accounts?q=%25").path("items")).isEmpty();
    }

    @Test
    void eventsAreReadPageByPageAsTheSinksGetThem() {
        JsonNode first = get("/api/events?limit=2");
        assertThat(first.path("items")).hasSize(2);
        assertThat(first.path("items").get(0)).isEqualTo(feed.events().get(0));
        long next = first.path("next").asLong();
        assertThat(get("/api/events?after=" + next + "&limit=1")
                        .at("/items/0/sequence")
                        .asLong())
                .isEqualTo(next + 1);
        // A sequence as the events hold it: twenty digits.
        String sequence = first.at("/items/0/sequence").asText();
        assertThat(get("/api/events?limit=1&after=" + sequence).at("/items/0")).isEqualTo(first.at("/items/1"));
        JsonNode end = get("/api/events?after=1000000");
        assertThat(end.path("items")).isEmpty();
        assertThat(end.path("next").asLong()).isEqualTo(1000000);
    }

    @Test
    void sourcesAndSinksTellWhatTheyDo() {
        JsonNode sources = get("/api/sources?limit=1");
        assertThat(sources.at("/items/0/id").asText()).isEqualTo("bip");
        assertThat(sources.at("/items/0/state").asText()).isEqualTo("ok");
        assertThat(get("/api/sources?after=" + sources.path("next").asText())
                        .at("/items/0/state")
                        .asText())
                .isEqualTo("disabled");
        await().until(() -> get("/api/sinks").at("/items/0/lag").asLong() == 0);
        assertThat(get("/api/sinks").at("/items/0/state").asText()).isEqualTo("running");
    }

    @Test
    void aReplayGoesToAFileOfItsOwnAndMovesNoPosition() throws Exception {
        long before = get("/api/sinks").at("/items/0/position").asLong();
        Answer answer = RawHttp.post(port, "/api/sinks/file/replay", "{\"from\": 2}", TOKEN);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        Path file =
                feed.data().resolve("events/replay-" + json(answer).path("name").asText() + ".ndjson");
        await().until(() -> Files.exists(file) && !Files.readString(file).isEmpty());
        assertThat(Files.readAllLines(file).get(0)).contains("\"sequence\":\"00000000000000000002\"");
        assertThat(get("/api/sinks").at("/items/0/position").asLong()).isGreaterThanOrEqualTo(before);
        assertThat(RawHttp.post(port, "/api/sinks/file/replay", "{\"from\": 99999}", TOKEN)
                        .status())
                .isEqualTo(400);
        for (String none : List.of("yesterday", "+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z")) {
            Answer refused = RawHttp.post(port, "/api/sinks/file/replay", "{\"from\": \"" + none + "\"}", TOKEN);
            assertThat(refused.status()).as(none).isEqualTo(400);
            assertThat(refused.body()).contains("a time such as");
        }
        assertThat(RawHttp.post(port, "/api/sinks/file/replay", "{\"from\": \"2020-01-01T00:00:00Z\"}", TOKEN)
                        .status())
                .isIn(202, 409);
    }

    @Test
    void aCallbackPromptsOnePollASecondAndLeavesNoTraceOfItsToken() {
        double before = polls();
        Instant start = Instant.now();
        List<String> log = LogLines.of(Level.DEBUG, () -> {
            for (int i = 0; i < 20; i++) {
                Answer answer = RawHttp.post(port, "/hooks/infobip/" + HOOK, "{\"account\": \"forged\"}");
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            }
            assertThat(RawHttp.post(port, "/hooks/voximplant/" + HOOK, "").status())
                    .isEqualTo(404);
            // The first call at once, the others together when its second is over.
            await().until(() -> polls() - before >= 2);
        });
        assertThat(polls() - before)
                .isLessThanOrEqualTo(2 + Duration.between(start, Instant.now()).toSeconds());
        assertThat(log).isNotEmpty().noneMatch(line -> line.contains(HOOK));
        assertThat(RawHttp.get(management, "/observe/metrics").body())
                .contains("account_feed_polls_total")
                .doesNotContain(HOOK);
    }

    private static double polls() {
        return RawHttp.get(management, "/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("account_feed_polls_total{outcome=\"ok\",source=\"bip\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf('}') + 2)))
                .sum();
    }

    @Test
    void healthAndMetricsTellOfTheFeed() {
        Answer health = RawHttp.get(management, "/observe/health");
        assertThat(health.status()).as(health.body()).isEqualTo(200);
        assertThat(health.body()).contains("feed-schedule", "feed-database", "feed-sink-file", "feed-sources");
        assertThat(RawHttp.get(management, "/observe/health/live").status()).isEqualTo(200);
        assertThat(RawHttp.get(management, "/observe/health/ready").status()).isEqualTo(200);
        assertThat(RawHttp.get(management, "/observe/metrics", "Host: evil.example")
                        .status())
                .isEqualTo(421);
        assertThat(RawHttp.get(management, "/observe/metrics").body())
                .contains("account_feed_polls_total{outcome=\"ok\",source=\"bip\"}")
                .contains("account_feed_poll_duration_seconds_bucket{provider=\"infobip\",le=\"0.1\"}")
                .contains("account_feed_events_total{op=\"r\"} 3.0")
                .contains("account_feed_sink_lag{sink=\"file\"} 0.0")
                .contains("account_feed_events_stored 3.0");
        assertThat(RawHttp.post(management, "/observe/metrics", "").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/health/", "/observe/health?data=true", "/observe/health/none"})
    void healthIsToldToKnownHostsOnly(String path) {
        assertThat(RawHttp.get(management, path, "Host: feed.example.com:9876").status())
                .isIn(200, 404);
        for (String host : List.of("evil.example", "10.1.2.3:9876")) {
            assertThat(RawHttp.get(management, path, "Host: " + host).status()).isEqualTo(421);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health/live", "/observe/health/ready"})
    void aProbeUnderTheAddressOfAPodIsToldUpOrDownAndNothingElse(String path) {
        for (String query : List.of("", "?data=true", "?data=true&exposureLevel=full&stackTrace=true")) {
            Answer probe = RawHttp.get(management, path + query, "Host: 10.1.2.3:9876");
            assertThat(probe.status()).isEqualTo(200);
            assertThat(probe.body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(RawHttp.call(management, "HEAD", path + query, "", "Host: 10.1.2.3:9876")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(RawHttp.get(management, path + "?data=true").body()).contains("feed-", "data");
    }

    @Test
    void statusIsReadByPeopleAndPrograms() {
        StringWriter out = new StringWriter();
        assertThat(cli(out, "status", "--config", config())).isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("bip +ok +\\d+ s ago .* ok +3 +0"))
                .anyMatch(line -> line.matches("off +disabled .*"))
                .anyMatch(line -> line.matches("file +running +\\d+ +\\d+"))
                .noneMatch(line -> line.contains("\033"));
        StringWriter json = new StringWriter();
        assertThat(cli(json, "status", "--json", "--config", config())).isZero();
        assertThat(Json.tree(json.toString()).at("/sources/0/id").asText()).isEqualTo("bip");
    }

    @Test
    void statusIsWatchedUntilItIsEnded() throws Exception {
        StringWriter out = new StringWriter();
        Thread watch = new Thread(() -> cli(out, "status", "--watch", "--json", "--config", config()));
        watch.start();
        await().until(() -> out.toString().lines().count() >= 2);
        watch.interrupt();
        watch.join();
        assertThat(out.toString().lines().limit(2))
                .allSatisfy(line ->
                        assertThat(Json.tree(line).at("/sinks/0/name").asText()).isEqualTo("file"));
    }

    @Test
    void replayIsAskedForOnTheCommandLine() {
        StringWriter out = new StringWriter();
        await().untilAsserted(() -> assertThat(cli(out, "replay", "file", "--from", "1", "--config", config()))
                .as(out.toString())
                .isZero());
        assertThat(out.toString()).contains("events 1 to 3 to sink file has begun");
        StringWriter none = new StringWriter();
        assertThat(cli(none, "replay", "none", "--from", "1", "--config", config()))
                .isEqualTo(1);
        assertThat(none.toString()).contains("there is no sink of this name");
    }

    @Test
    void statusSaysWhenNoServiceAnswers() throws Exception {
        Path none = Files.createDirectories(folder.resolve("none"));
        Files.writeString(none.resolve("application.properties"), "camel.server.port = 1\n");
        StringWriter out = new StringWriter();
        assertThat(cli(out, "status", "--config", none.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("no service answers at http://127.0.0.1:1: start it with");
    }

    private static String config() {
        try {
            Path config = Files.createDirectories(folder.resolve("cli"));
            Files.writeString(
                    config.resolve("application.properties"),
                    "camel.server.port = " + port + "\nfeed.http.token = open-sesame\n");
            return config.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int cli(StringWriter out, String... args) {
        return AccountFeed.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(args);
    }
}
