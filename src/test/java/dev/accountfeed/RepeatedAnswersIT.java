package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.PollResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer that is, byte for byte, the one before is not read again: nothing of what it means may be lost by that. */
class RepeatedAnswersIT {

    private static final String A = "EF04794F718A3FC8C6DFA0B215B2CF24";
    private static final String C = "02D7060AA84699271CD92369F2DEBABF";
    private static final String ONE = "/settings/1/accounts/" + A;

    private static final String SOURCES = """
            sources:
              - {id: list, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}, options: {format: json}}
              - {id: xml, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}, options: {format: xml}}
              - {id: one, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}, options: {key: %s}}
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
            """.formatted(A);

    private static final List<String> LISTS = List.of("list", "xml");

    private final MovableClock clock = new MovableClock();

    private Sandbox sandbox;
    private RunningFeed feed;

    @BeforeEach
    void start(@TempDir Path folder) {
        sandbox = Sandbox.start(0, clock);
        sandbox.accounts(0);
        put(A, "AccountName");
        put(C, "Another");
        feed = RunningFeed.start(folder, sandbox, SOURCES, clock, Map.of());
    }

    @AfterEach
    void stop() {
        feed.close();
        sandbox.close();
    }

    private void put(String key, String name) {
        sandbox.put("infobip", "{\"key\": \"%s\", \"name\": \"%s\", \"enabled\": true}".formatted(key, name));
    }

    private void polls(List<String> sources, Outcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            clock.advance(Duration.ofHours(2));
            assertThat(feed.poll(sources).values())
                    .extracting(PollResult::outcome)
                    .containsOnly(outcome);
        }
    }

    private void pollWithoutTheAccount() {
        int gone = sandbox.fault("{\"fault\": \"not-found\", \"path\": \"" + ONE + "\"}");
        polls(List.of("one"), Outcome.NOT_FOUND, 1);
        sandbox.clearFault(gone);
    }

    private void assertOps(String... expected) {
        for (String source : LISTS) {
            assertThat(feed.ops(source, 0)).containsExactlyInAnyOrder(expected);
        }
    }

    @Test
    void anEqualListTellsItsRowsAndStillBringsBackAnAccountThatWasMissed() {
        polls(LISTS, Outcome.OK, 3);
        assertThat(feed.poll(LISTS).values()).extracting(PollResult::rows).containsOnly(2L);
        sandbox.remove("infobip", C);
        polls(LISTS, Outcome.OK, 1);
        put(C, "Another");
        // The very bytes of the polls before: C is there, and its absence is forgotten.
        polls(LISTS, Outcome.OK, 1);
        sandbox.remove("infobip", C);
        polls(LISTS, Outcome.OK, 1);
        assertOps("r:" + A, "r:" + C);
        polls(LISTS, Outcome.OK, 1);
        assertOps("r:" + A, "r:" + C, "d:" + C);
    }

    @Test
    void equalListsThatMissAnAccountCountEachOfThem() {
        polls(LISTS, Outcome.OK, 2);
        sandbox.remove("infobip", C);
        polls(LISTS, Outcome.OK, 2);
        assertOps("r:" + A, "r:" + C, "d:" + C);
        polls(LISTS, Outcome.OK, 2);
        put(C, "Another");
        polls(LISTS, Outcome.OK, 2);
        assertOps("r:" + A, "r:" + C, "d:" + C, "c:" + C);
    }

    @Test
    void aChangeAndItsWayBackAreTwoUpdates() {
        polls(LISTS, Outcome.OK, 2);
        put(C, "Changed");
        polls(LISTS, Outcome.OK, 3);
        put(C, "Another");
        polls(LISTS, Outcome.OK, 3);
        assertOps("r:" + A, "r:" + C, "u:" + C, "u:" + C);
    }

    @Test
    void equalAnswersEndAFailureAndForgiveAnAbsence() {
        List<String> one = List.of("one");
        polls(one, Outcome.OK, 2);
        pollWithoutTheAccount();
        polls(one, Outcome.OK, 2);
        pollWithoutTheAccount();
        assertThat(feed.ops("one", 0)).containsExactly("r:" + A);
        polls(one, Outcome.OK, 2);
        sandbox.fault("infobip", "forbidden");
        polls(one, Outcome.REFUSED, 3);
        sandbox.clearFaults();
        polls(one, Outcome.OK, 1);
        assertThat(feed.ops("one", 0)).containsExactly("r:" + A, "source.failing:one", "source.recovered:one");
    }

    @Test
    void revisionsGoOnBehindASnapshot() {
        polls(LISTS, Outcome.OK, 2);
        feed.commands().snapshot("list", null);
        polls(LISTS, Outcome.OK, 2);
        put(C, "Changed");
        polls(LISTS, Outcome.OK, 1);
        Stream<JsonNode> ofC = feed.events().stream()
                .filter(event -> event.path("source").asText().endsWith("/list")
                        && event.path("subject").asText().equals(C));
        assertThat(ofC.map(event -> event.at("/data/op").asText() + event.at("/data/revision")))
                .containsExactly("r1", "r2", "u3");
    }
}
