package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.accountfeed.LogLines;
import dev.accountfeed.MovableClock;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that fail, that are asked to wait and that are stopped: when they are polled again, and whom that concerns. */
class FailingSourcesIT {

    private static final String ONE = """
            sources:
              - {id: bip, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}}
              - {id: vox, provider: voximplant, url: $VOXIMPLANT, every: 3000d, credentials: {file: $CREDENTIALS}}
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
            """;

    /** Two hosts and users: what befalls the first must not concern the second. */
    private static final String TWO = """
            sources:
              - {id: bad, provider: infobip, url: $SANDBOX, every: 100ms, credentials: {username: bad, password: pw}}
              - {id: good, provider: infobip, url: $SANDBOX, every: 100ms, credentials: {username: good, password: pw}}
            providers:
              infobip: {concurrency: 2, requestsPerSecond: 10000, timeout: %s}
            """;

    private static final List<String> BOTH = List.of("bip", "vox");

    private final MovableClock clock = new MovableClock();

    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(0, clock);
        sandbox.infobipUser("bad", "pw");
        sandbox.infobipUser("good", "pw");
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private RunningFeed start(String sources) {
        return RunningFeed.start(folder, sandbox, sources, clock, Map.of());
    }

    @Test
    void threeFailuresAreToldOnceAndSoIsTheRecovery() {
        try (RunningFeed feed = start(ONE)) {
            long begin = feed.sequence();
            Instant before = clock.instant();
            sandbox.fault("{\"fault\": \"forbidden\"}");
            poll(feed, 2);
            assertThat(feed.eventsAfter(begin)).isEmpty();
            poll(feed, 1);
            for (String source : BOTH) {
                assertThat(feed.ops(source, begin)).containsExactly("source.failing:" + source);
            }
            poll(feed, 2);
            sandbox.clearFaults();
            poll(feed, 2);
            for (String source : BOTH) {
                assertThat(feed.ops(source, begin))
                        .containsExactly("source.failing:" + source, "source.recovered:" + source);
            }
            List<JsonNode> events = feed.eventsAfter(begin);
            assertThat(events)
                    .extracting(event -> event.at("/data/polls").asInt())
                    .containsExactly(3, 3, 5, 5);
            assertThat(events.get(0).at("/data/reason").asText()).isEqualTo("refused");
            assertThat(Instant.parse(events.get(0).at("/data/since").asText()))
                    .isBetween(before.minusMillis(1), clock.instant());
        }
    }

    @Test
    void theLogTellsOnceOfASourceThatFailsAndOnceMoreAfterARestart() {
        sandbox.fault("{\"fault\": \"forbidden\"}");
        for (int starts = 1; starts <= 2; starts++) {
            assertThat(LogLines.of(Level.WARN, () -> {
                        try (RunningFeed feed = start(ONE)) {
                            poll(feed, 1);
                        }
                    }))
                    .filteredOn(line -> line.contains("Source bip fails (refused): "))
                    .hasSize(1);
        }
    }

    @Test
    void aFailedPollDoesNotTellThatThereAreNoAccounts() {
        try (RunningFeed feed = start(ONE)) {
            sandbox.fault("{\"fault\": \"forbidden\"}");
            poll(feed, 1);
            assertThat(feed.status("bip").outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(feed.status("bip").accounts()).isEqualTo(3);
        }
    }

    @Test
    void restartsNeitherForgetFailuresNorTellOfThemAgain() {
        sandbox.fault("{\"fault\": \"forbidden\"}");
        // Each start polls once.
        for (int failures = 1; failures <= 4; failures++) {
            try (RunningFeed feed = start(ONE)) {
                for (String source : BOTH) {
                    assertThat(feed.status(source).failedPolls()).isEqualTo(failures);
                    assertThat(feed.ops(source, 0)).hasSize(failures >= 3 ? 1 : 0);
                }
            }
        }
        sandbox.clearFaults();
        for (int i = 0; i < 2; i++) {
            try (RunningFeed feed = start(ONE)) {
                for (String source : BOTH) {
                    assertThat(feed.status(source).failedPolls()).isZero();
                    assertThat(feed.ops(source, 0).stream().filter(op -> op.startsWith("source.")))
                            .containsExactly("source.failing:" + source, "source.recovered:" + source);
                }
            }
        }
    }

    private static void poll(RunningFeed feed, int times) {
        for (int i = 0; i < times; i++) {
            feed.poll(BOTH);
        }
    }

    @Test
    void twoFailuresAreNotToldAndNeitherIsTheirEnd() {
        try (RunningFeed feed = start(ONE)) {
            long begin = feed.sequence();
            sandbox.fault("{\"fault\": \"forbidden\", \"provider\": \"infobip\", \"times\": 2}");
            feed.poll("bip");
            feed.poll("bip");
            feed.poll("bip");
            sandbox.fault("{\"fault\": \"forbidden\", \"provider\": \"infobip\", \"times\": 2}");
            feed.poll("bip");
            feed.poll("bip");
            feed.poll("bip");
            assertThat(feed.eventsAfter(begin)).isEmpty();
        }
    }

    @Test
    void theEndOfOneFailureIsToldInTheSingular() {
        try (RunningFeed feed = start(ONE)) {
            sandbox.fault("{\"fault\": \"forbidden\", \"provider\": \"infobip\", \"times\": 1}");
            feed.poll("bip");

            List<String> log = LogLines.of(Level.INFO, () -> feed.poll("bip"));

            assertThat(log)
                    .anyMatch(line ->
                            line.contains("Source bip works again after 1 failed poll") && !line.contains("polls"));
        }
    }

    @Test
    void theSourceWaitsAsToldAndAnHourAtMost() {
        try (RunningFeed feed = start(ONE)) {
            for (long told : new long[] {7, 3600, 86_400, 9_999_999_999L}) {
                long waits = Math.min(told, 3600);
                sandbox.fault("{\"fault\": \"rate-limited\", \"retryAfter\": " + told + "}");
                Instant before = clock.instant();
                assertThat(feed.poll(BOTH).values()).allMatch(result -> result.outcome() == Outcome.THROTTLED);
                sandbox.clearFaults();
                Instant after = clock.instant();
                for (String source : BOTH) {
                    assertThat(feed.status(source).waitingUntil())
                            .isBetween(before.plusSeconds(waits), after.plusSeconds(waits));
                }
                // Who asks for a poll has to wait too.
                List<String> asked = BOTH.stream().map(feed::request).toList();
                clock.advance(Duration.ofSeconds(waits - 5));
                assertThat(feed.status()).noneMatch(SourceStatus::polling);
                clock.advance(Duration.ofSeconds(6));
                for (String poll : asked) {
                    assertThat(feed.result(poll).outcome()).isEqualTo(Outcome.OK);
                    assertThat(feed.result(poll).start()).isAfterOrEqualTo(before.plusSeconds(waits));
                }
                assertThat(feed.status()).allMatch(status -> status.waitingUntil() == null);
            }
        }
    }

    @Test
    void aRestartDoesNotShortenTheWait() {
        Map<String, Instant> told = new HashMap<>();
        try (RunningFeed feed = start(ONE)) {
            sandbox.fault("{\"fault\": \"rate-limited\", \"retryAfter\": 600}");
            feed.poll(BOTH);
            BOTH.forEach(source -> told.put(source, feed.status(source).waitingUntil()));
        }
        sandbox.clearFaults();
        try (RunningFeed feed = start(ONE)) {
            for (String source : BOTH) {
                assertThat(feed.status(source).lastPoll()).isNull();
                assertThat(feed.status(source).waitingUntil())
                        .isCloseTo(told.get(source), within(1, ChronoUnit.SECONDS));
            }
            clock.advance(Duration.ofSeconds(601));
            await().until(() -> feed.status().stream().allMatch(status -> status.outcome() == Outcome.OK));
        }
        try (RunningFeed feed = start(ONE)) {
            assertThat(feed.status()).allMatch(status -> status.waitingUntil() == null);
        }
    }

    @Test
    void aWaitOfNoTimeIsNone() {
        try (RunningFeed feed = start(ONE)) {
            sandbox.fault("{\"fault\": \"rate-limited\", \"retryAfter\": 0}");
            assertThat(feed.poll(BOTH).values()).allMatch(result -> result.outcome() == Outcome.THROTTLED);
            sandbox.clearFaults();
            assertThat(feed.poll(BOTH).values()).allMatch(result -> result.outcome() == Outcome.OK);
        }
    }

    @Test
    void whatBrokeTheConnectionsIsToldThoughTheTimeIsUp() {
        try (RunningFeed feed = start(ONE)) {
            sandbox.fault("{\"fault\": \"reset\"}");
            assertThat(feed.poll(BOTH).values())
                    .allMatch(result -> result.outcome() == Outcome.UNAVAILABLE)
                    .allSatisfy(result -> assertThat(result.message()).contains(" broke: "));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void theWaitMayBeADate(int status) throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().plusSeconds(600).atOffset(ZoneOffset.UTC));
        try (Stub stub = new Stub();
                RunningFeed feed = start(stub.in(ONE))) {
            stub.answers(status, Map.of("Retry-After", date));
            assertThat(feed.poll(BOTH).values()).allMatch(result -> result.outcome() == Outcome.THROTTLED);
            for (String source : BOTH) {
                assertThat(feed.status(source).waitingUntil())
                        .isBetween(
                                clock.instant().plusSeconds(570),
                                clock.instant().plusSeconds(601));
                assertThat(stub.calls(source)).isEqualTo(1);
            }
        }
    }

    @Test
    void anAnswerWithoutABodyIsJudgedByItsStatus() throws Exception {
        try (Stub stub = new Stub();
                RunningFeed feed = start(stub.in(ONE))) {
            for (String row : List.of(
                    "401 bip refused 1",
                    "401 vox token-refused 2",
                    "403 bip refused 1",
                    "403 vox refused 1",
                    "204 bip unexpected 1",
                    "204 vox unexpected 1",
                    "404 bip unexpected 1",
                    "404 vox unexpected 1",
                    "429 bip throttled 1",
                    "429 vox throttled 1")) {
                String[] expected = row.split(" ");
                stub.answers(Integer.parseInt(expected[0]), Map.of());
                assertThat(feed.poll(expected[1]).outcome().word()).as(row).isEqualTo(expected[2]);
                assertThat(stub.calls(expected[1])).as(row).isEqualTo(Long.parseLong(expected[3]));
            }
            stub.answers(503, Map.of("Retry-After", "soon"));
            assertThat(feed.poll("bip").outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(feed.status("bip").waitingUntil()).isNull();
            assertThat(stub.calls("bip")).isGreaterThan(1);
        }
    }

    @Test
    void secretsInTheProvidersWordsAreMasked() {
        try (RunningFeed feed = start(ONE)) {
            sandbox.fault("{\"fault\": \"error-in-200\", \"provider\": \"voximplant\", \"code\": \"104\","
                    + " \"text\": \"no such api_key=s3cr3t, password: s3cr3t\"}");
            assertThat(feed.poll("vox").message())
                    .contains("no such api_key=***, password: ***")
                    .doesNotContain("s3cr3t");
        }
    }

    @Test
    void theSecondsMayStandInTheText() {
        try (RunningFeed feed = start(ONE)) {
            sandbox.fault(
                    "{\"fault\": \"error-in-200\", \"provider\": \"voximplant\", \"code\": \"416\", \"text\": \"Repeat after 42 seconds\"}");
            Instant before = clock.instant();
            feed.poll("vox");
            assertThat(feed.status("vox").waitingUntil())
                    .isBetween(before.plusSeconds(42), clock.instant().plusSeconds(42));
        }
    }

    @Test
    void aTokenIsCorrectedByTheProvidersClock() {
        try (RunningFeed feed = start(ONE)) {
            for (int seconds : new int[] {-300, 300, -3000, 3000}) {
                int skew = sandbox.fault(
                        "{\"fault\": \"clock-skew\", \"provider\": \"voximplant\", \"seconds\": " + seconds + "}");
                // The tokens so far are good for ten minutes.
                clock.advance(Duration.ofHours(1));
                sandbox.requests().clear();
                assertThat(feed.poll("vox").outcome()).as("%s s", seconds).isEqualTo(Outcome.OK);
                assertThat(sandbox.requests().count("voximplant")).isLessThanOrEqualTo(2);
                sandbox.requests().clear();
                assertThat(feed.poll("vox").outcome()).isEqualTo(Outcome.OK);
                assertThat(sandbox.requests().count("voximplant"))
                        .as("kept in mind")
                        .isEqualTo(1);
                sandbox.clearFault(skew);
            }
        }
    }

    @Test
    void aSourceThatFailsNeverDelaysAnother() {
        try (RunningFeed feed = start(TWO.formatted("1500ms"))) {
            for (String fault : List.of(
                    "{\"fault\": \"hang\", \"phase\": \"headers\"",
                    "{\"fault\": \"drip\"",
                    "{\"fault\": \"server-error\"",
                    "{\"fault\": \"rate-limited\", \"retryAfter\": 3600",
                    "{\"fault\": \"malformed\"",
                    "{\"fault\": \"forbidden\"")) {
                sandbox.fault(fault + ", \"caller\": \"bad\"}");
                clock.advance(Duration.ofHours(2));
                sandbox.requests().clear();
                // Every 100 ms: ten of them take a second, and five at most on a machine that is busy.
                await(fault).atMost(Duration.ofSeconds(5)).until(() -> calls("good") >= 10);
                assertThat(feed.status("good").failedPolls()).isZero();
                sandbox.clearFaults();
            }
        }
    }

    private long calls(String user) {
        return sandbox.requests().entries().stream()
                .filter(entry -> entry.caller().equals(user))
                .count();
    }

    @Test
    void aHostThatKeepsFailingIsAskedEverMoreRarely() {
        try (RunningFeed feed = start(TWO.formatted("1s"))) {
            sandbox.down();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> feed.status("bad").nextPoll() != null
                            && feed.status("bad")
                                    .nextPoll()
                                    .isAfter(clock.instant().plusMillis(1500)));
            sandbox.up();
            // Who asks need not wait for that, and what it learns holds for all.
            assertThat(feed.poll("bad").outcome()).isEqualTo(Outcome.OK);
            sandbox.requests().clear();
            await().atMost(Duration.ofSeconds(5)).until(() -> calls("bad") >= 3);
        }
    }

    @Test
    void aHostThatHasAnsweredNobodyForAMinuteIsAskedOnceAPollSoThatAllItsSourcesAreToldSoon() {
        try (RunningFeed feed = start(ONE)) {
            int fault = sandbox.fault("{\"fault\": \"server-error\"}");
            assertThat(callsOfAPoll(feed)).isGreaterThan(1);
            clock.advance(Duration.ofSeconds(61));
            assertThat(callsOfAPoll(feed)).isOne();
            sandbox.clearFault(fault);
            assertThat(callsOfAPoll(feed)).isOne();
            sandbox.fault("{\"fault\": \"server-error\"}");
            assertThat(callsOfAPoll(feed)).isGreaterThan(1);
        }
    }

    private long callsOfAPoll(RunningFeed feed) {
        sandbox.requests().clear();
        feed.poll("bip");
        return sandbox.requests().count("infobip");
    }

    @Test
    void aStopDoesNotWaitForAPollThatWaitsToTryAgain() {
        RunningFeed feed = start(ONE.replace("timeout: 3s", "timeout: 60s"));
        sandbox.fault("{\"fault\": \"server-error\"}");
        sandbox.requests().clear();
        feed.request("bip");
        feed.request("vox");
        await().until(() ->
                sandbox.requests().count("infobip") >= 3 && sandbox.requests().count("voximplant") >= 3);
        Instant begin = clock.instant();
        feed.close();
        assertThat(Duration.between(begin, clock.instant())).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aStopDoesNotWaitForAPollThatWaitsForItsTurn() {
        String slow = ONE.replace("requestsPerSecond: 10000", "requestsPerSecond: 0.02")
                .replace("timeout: 3s", "timeout: 60s");
        RunningFeed feed = start(slow);
        // Two calls in 100 s.
        feed.poll(List.of("bip", "vox"));
        feed.request("bip");
        feed.request("vox");
        await().until(() -> feed.status().stream().allMatch(SourceStatus::polling));
        Instant begin = clock.instant();
        feed.close();
        assertThat(Duration.between(begin, clock.instant())).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void theTimeOfAPollHoldsWhileItWaitsToTryAgain() {
        try (RunningFeed feed = start(ONE.replace("timeout: 3s", "timeout: 700ms"))) {
            sandbox.fault("{\"fault\": \"server-error\"}");
            PollResult result = feed.poll("bip");
            assertThat(result.outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(result.message()).contains("GENERAL_ERROR");
            assertThat(result.took()).isLessThan(Duration.ofMillis(1200));
        }
    }

    /** Answers every call with the same status and headers, and no body. */
    private static final class Stub implements AutoCloseable {

        private final HttpServer server;
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private volatile int status = 403;
        private volatile Map<String, String> headers = Map.of();

        Stub() throws IOException {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", exchange -> {
                calls.add(exchange.getRequestURI().getPath());
                headers.forEach(exchange.getResponseHeaders()::add);
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
            server.start();
        }

        void answers(int with, Map<String, String> and) {
            status = with;
            headers = and;
            calls.clear();
        }

        String in(String sources) {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            return sources.replace("$SANDBOX", url).replace("$VOXIMPLANT", url + "/platform_api");
        }

        long calls(String source) {
            return calls.stream()
                    .filter(path -> path.startsWith("/platform_api") == source.equals("vox"))
                    .count();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
