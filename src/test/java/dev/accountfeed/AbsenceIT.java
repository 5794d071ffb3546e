package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract section 7, "404 for one key": deleted after {@code deleteAfter} polls that each prove what they say. */
class AbsenceIT {

    private static final String A = "EF04794F718A3FC8C6DFA0B215B2CF24";
    private static final String OWN = "28A3FC8C615B2CF24E1DFA0BF04794F7";
    private static final String ONE = "/settings/1/accounts/" + A;
    private static final String PROOF = "/settings/1/accounts/_";

    private static final String SOURCES = """
            sources:
              - {id: json, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}, options: {key: %1$s, format: json}, changes: {deleteAfter: 3}}
              - {id: xml, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}, options: {key: %1$s, format: xml}, changes: {deleteAfter: 3}}
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
            """;

    private static final List<String> BOTH = List.of("json", "xml");

    private final MovableClock clock = new MovableClock();

    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(0, clock);
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private RunningFeed start(String key) {
        return RunningFeed.start(folder, sandbox, SOURCES.formatted(key), clock, Map.of());
    }

    private static void polls(RunningFeed feed, Outcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(feed.poll(BOTH).values()).allMatch(result -> result.outcome() == outcome);
        }
    }

    private static void assertDeletes(RunningFeed feed, String... ids) {
        for (String source : BOTH) {
            assertThat(feed.ops(source, 0).stream().filter(op -> op.startsWith("d:")))
                    .containsExactly(Stream.of(ids).map(id -> "d:" + id).toArray(String[]::new));
        }
    }

    @Test
    void anAccountThatIsNotThereIsDeletedAfterAsManyProvedPolls() {
        try (RunningFeed feed = start(A)) {
            sandbox.remove("infobip", A);
            sandbox.requests().clear();
            polls(feed, Outcome.NOT_FOUND, 1);
            assertThat(sandbox.requests().count("infobip", ONE)).isEqualTo(2);
            assertThat(sandbox.requests().count("infobip", PROOF)).isEqualTo(2);
            polls(feed, Outcome.NOT_FOUND, 1);
            assertDeletes(feed);
            polls(feed, Outcome.NOT_FOUND, 2);
            sandbox.put("infobip", "{\"key\": \"" + A + "\", \"name\": \"back\", \"enabled\": true}");
            polls(feed, Outcome.OK, 2);
            for (String source : BOTH) {
                assertThat(feed.ops(source, 0))
                        .containsExactly(
                                "r:" + A, "d:" + A, "source.failing:" + source, "c:" + A, "source.recovered:" + source);
            }
            assertThat(feed.events().stream()
                            .filter(event -> event.at("/data/op").asText().equals("c"))
                            .map(event -> event.at("/data/revision").asInt()))
                    .containsExactly(3, 3);
        }
    }

    @Test
    void failuresInBetweenNeitherCountNorForget() {
        try (RunningFeed feed = start(A)) {
            sandbox.remove("infobip", A);
            polls(feed, Outcome.NOT_FOUND, 2);
            sandbox.fault("infobip", "forbidden");
            polls(feed, Outcome.REFUSED, 2);
            sandbox.clearFaults();
            assertDeletes(feed);
            polls(feed, Outcome.NOT_FOUND, 1);
            assertDeletes(feed, A);
        }
    }

    @Test
    void anAnswerInBetweenBeginsAnew() {
        String gone = "{\"fault\": \"not-found\", \"path\": \"" + ONE + "\"}";
        try (RunningFeed feed = start(A)) {
            int missing = sandbox.fault(gone);
            polls(feed, Outcome.NOT_FOUND, 2);
            sandbox.clearFault(missing);
            polls(feed, Outcome.OK, 1);
            sandbox.fault(gone);
            polls(feed, Outcome.NOT_FOUND, 2);
            assertDeletes(feed);
            polls(feed, Outcome.NOT_FOUND, 1);
            assertDeletes(feed, A);
        }
    }

    @Test
    void withoutProofNothingIsCounted() {
        Map<String, Outcome> faults = new LinkedHashMap<>();
        faults.put("not-found", Outcome.NOT_FOUND);
        faults.put("unauthorized", Outcome.REFUSED);
        faults.put("forbidden", Outcome.REFUSED);
        faults.put("server-error", Outcome.UNAVAILABLE);
        faults.put("bad-gateway-html", Outcome.UNAVAILABLE);
        faults.put("rate-limited", Outcome.THROTTLED);
        faults.put("reset", Outcome.UNAVAILABLE);
        faults.put("malformed", Outcome.MALFORMED);
        faults.put("empty-list", Outcome.NOT_FOUND);
        faults.put("redirect", Outcome.UNEXPECTED);
        faults.put("error-in-200\", \"code\": \"FORBIDDEN", Outcome.REFUSED);
        // The caller's own account is the one that is not there: it contradicts itself.
        faults.put("another-account\", \"account\": \"" + A, Outcome.NOT_FOUND);
        try (RunningFeed feed = start(A)) {
            sandbox.remove("infobip", A);
            faults.forEach((fault, outcome) -> {
                int id = sandbox.fault("{\"fault\": \"" + fault + "\", \"path\": \"" + PROOF + "\"}");
                for (int i = 0; i < 3; i++) {
                    clock.advance(Duration.ofHours(2));
                    polls(feed, outcome, 1);
                }
                sandbox.clearFault(id);
            });
            assertDeletes(feed);
            clock.advance(Duration.ofHours(2));
            polls(feed, Outcome.NOT_FOUND, 2);
            assertDeletes(feed);
            polls(feed, Outcome.NOT_FOUND, 1);
            assertDeletes(feed, A);
        }
    }

    @Test
    void theCallersOwnAccountIsNeverDeletedByA404() {
        try (RunningFeed feed = start("_")) {
            sandbox.fault("infobip", "not-found");
            polls(feed, Outcome.NOT_FOUND, 4);
            sandbox.clearFaults();
            sandbox.clear("infobip");
            polls(feed, Outcome.NOT_FOUND, 4);
            assertDeletes(feed);
            assertThat(feed.ops("json", 0)).startsWith("r:" + OWN);
        }
    }

    @Test
    void a404ThatIsNotTheProvidersOwnIsNotBelieved() {
        try (RunningFeed feed = start(A)) {
            int proxy = sandbox.fault("{\"fault\": \"not-found\", \"path\": \"" + ONE + "\", \"bare\": true}");
            polls(feed, Outcome.UNEXPECTED, 4);
            sandbox.clearFault(proxy);
            sandbox.fault("{\"fault\": \"not-found\", \"path\": \"" + ONE + "\", \"code\": \"SOMETHING_NEW\"}");
            polls(feed, Outcome.UNEXPECTED, 4);
            assertDeletes(feed);
            assertThat(sandbox.requests().count("infobip", PROOF)).isZero();
        }
    }

    @Test
    void anAccountThatWasNeverSeenIsNotDeleted() {
        sandbox.remove("infobip", A);
        try (RunningFeed feed = start(A)) {
            polls(feed, Outcome.NOT_FOUND, 3);
            assertThat(feed.events()).allMatch(event -> event.at("/data/op").isMissingNode());
        }
    }
}
