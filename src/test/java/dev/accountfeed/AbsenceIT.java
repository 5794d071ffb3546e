package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract section 7, "404 for one key": deleted after {@code deleteAfter} polls that each prove what they say. */
class AbsenceIT {

    private static final String A = "EF04794F718A3FC8C6DFA0B215B2CF24";
    private static final String OWN = "28A3FC8C615B2CF24E1DFA0BF04794F7";
    private static final String ONE = "/settings/1/accounts/" + A;
    private static final String PROOF = "/settings/1/accounts/_";

    private static final String SOURCES = """
            sources:
              - {id: one, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}, options: {key: %s, format: %s}, changes: {deleteAfter: 3}}
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
            """;

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

    private RunningFeed start(String format, String key) {
        return RunningFeed.start(folder, sandbox, SOURCES.formatted(key, format), clock, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void anAccountThatIsNotThereIsDeletedAfterAsManyProvedPolls(String format) {
        try (RunningFeed feed = start(format, A)) {
            sandbox.remove("infobip", A);
            sandbox.requests().clear();
            assertThat(feed.poll("one").outcome()).isEqualTo(Outcome.NOT_FOUND);
            assertThat(sandbox.requests().count("infobip", ONE)).isEqualTo(1);
            assertThat(sandbox.requests().count("infobip", PROOF)).isEqualTo(1);
            feed.poll("one");
            assertThat(feed.ops()).containsExactly("r:" + A);
            feed.poll("one");
            assertThat(feed.ops()).containsExactly("r:" + A, "d:" + A, "source.failing:one");
            feed.poll("one");
            assertThat(feed.ops()).hasSize(3);
            sandbox.put("infobip", "{\"key\": \"" + A + "\", \"name\": \"back\", \"enabled\": true}");
            assertThat(feed.poll("one").outcome()).isEqualTo(Outcome.OK);
            assertThat(feed.ops()).endsWith("c:" + A, "source.recovered:one");
            assertThat(feed.events().get(3).at("/data/revision").asInt()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void failuresInBetweenNeitherCountNorForget(String format) {
        try (RunningFeed feed = start(format, A)) {
            sandbox.remove("infobip", A);
            feed.poll("one");
            feed.poll("one");
            sandbox.fault("infobip", "forbidden");
            feed.poll("one");
            feed.poll("one");
            sandbox.clearFaults();
            assertThat(deletes(feed)).isEmpty();
            feed.poll("one");
            assertThat(deletes(feed)).containsExactly("d:" + A);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void anAnswerInBetweenBeginsAnew(String format) {
        try (RunningFeed feed = start(format, A)) {
            int missing = sandbox.fault("{\"fault\": \"not-found\", \"path\": \"" + ONE + "\"}");
            feed.poll("one");
            feed.poll("one");
            sandbox.clearFault(missing);
            feed.poll("one");
            sandbox.fault("{\"fault\": \"not-found\", \"path\": \"" + ONE + "\"}");
            feed.poll("one");
            feed.poll("one");
            assertThat(deletes(feed)).isEmpty();
            feed.poll("one");
            assertThat(deletes(feed)).containsExactly("d:" + A);
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
        faults.put("empty-body", Outcome.NOT_FOUND);
        faults.put("empty-list", Outcome.NOT_FOUND);
        faults.put("redirect", Outcome.UNEXPECTED);
        faults.put("error-in-200\", \"code\": \"FORBIDDEN", Outcome.REFUSED);
        // The caller's own account is the one that is not there: it contradicts itself.
        faults.put("another-account\", \"account\": \"" + A, Outcome.NOT_FOUND);
        try (RunningFeed feed = start("json", A)) {
            sandbox.remove("infobip", A);
            faults.forEach((fault, outcome) -> {
                int id = sandbox.fault("{\"fault\": \"" + fault + "\", \"path\": \"" + PROOF + "\"}");
                for (int i = 0; i < 3; i++) {
                    clock.advance(Duration.ofHours(2));
                    assertThat(feed.poll("one").outcome()).as(fault).isEqualTo(outcome);
                }
                sandbox.clearFault(id);
            });
            assertThat(deletes(feed)).isEmpty();
            clock.advance(Duration.ofHours(2));
            feed.poll("one");
            feed.poll("one");
            assertThat(deletes(feed)).isEmpty();
            feed.poll("one");
            assertThat(deletes(feed)).containsExactly("d:" + A);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-found", "gone"})
    void theCallersOwnAccountIsNeverDeletedByA404(String how) {
        try (RunningFeed feed = start("json", "_")) {
            if (how.equals("gone")) {
                sandbox.clear("infobip");
            } else {
                sandbox.fault("infobip", how);
            }
            for (int i = 0; i < 4; i++) {
                assertThat(feed.poll("one").outcome()).isEqualTo(Outcome.NOT_FOUND);
            }
            assertThat(deletes(feed)).isEmpty();
            assertThat(feed.ops()).startsWith("r:" + OWN);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a404ThatIsNotTheProvidersOwnIsNotBelieved(boolean proxy) {
        try (RunningFeed feed = start("json", A)) {
            sandbox.fault("{\"fault\": \"not-found\", \"path\": \"" + ONE + "\", "
                    + (proxy ? "\"bare\": true}" : "\"code\": \"SOMETHING_NEW\"}"));
            for (int i = 0; i < 4; i++) {
                assertThat(feed.poll("one").outcome()).isEqualTo(Outcome.UNEXPECTED);
            }
            assertThat(deletes(feed)).isEmpty();
            assertThat(sandbox.requests().count("infobip", PROOF)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void anAccountThatWasNeverSeenIsNotDeleted(String format) {
        sandbox.remove("infobip", A);
        try (RunningFeed feed = start(format, A)) {
            feed.poll("one");
            feed.poll("one");
            feed.poll("one");
            assertThat(deletes(feed)).isEmpty();
        }
    }

    private static List<String> deletes(RunningFeed feed) {
        return feed.ops().stream().filter(op -> op.startsWith("d:")).toList();
    }
}
