package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.RequestLog;
import dev.accountfeed.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract section 7, lists: what the absence of an account proves, and what only looks like it. */
@TestInstance(Lifecycle.PER_CLASS)
class GuardsIT {

    private static final String A = "EF04794F718A3FC8C6DFA0B215B2CF24";
    private static final String B = "C599FEF17318256ACBF987F6D75A156D";
    private static final String C = "02D7060AA84699271CD92369F2DEBABF";

    private static final String SOURCE =
            "  - {id: %1$s-%2$s, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}, options: {format: %2$s%3$s}%4$s}\n";

    private static final String PROVIDERS = """
            providers:
              infobip: {concurrency: 16, requestsPerSecond: 10000, timeout: 20s}
            """;

    private final MovableClock clock = new MovableClock();

    private Sandbox sandbox;
    private RunningFeed feed;
    private long begin;

    private static String sources() {
        StringBuilder sources = new StringBuilder("sources:\n");
        for (String format : List.of("json", "xml")) {
            sources.append(SOURCE.formatted("list", format, "", ""));
            sources.append(SOURCE.formatted("capped", format, ", limit: 40, maxLimit: 40", ""));
            sources.append(SOURCE.formatted("growing", format, ", limit: 4, maxLimit: 300", ""));
            sources.append(SOURCE.formatted("named", format, ", name: AccountName", ""));
            sources.append(SOURCE.formatted("enabled", format, ", enabled: true", ""));
            sources.append(SOURCE.formatted("patient", format, "", ", changes: {deleteAfter: 4}"));
            sources.append(SOURCE.formatted("trusting", format, "", ", changes: {deleteAfter: 1, maxDeleteShare: 1}"));
        }
        return sources + PROVIDERS;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        sandbox = Sandbox.start(0, clock);
        feed = RunningFeed.start(folder, sandbox, sources(), clock, Map.of());
    }

    @AfterAll
    void stop() {
        feed.close();
        sandbox.close();
    }

    /** Every test begins with the three accounts of the documents, known to all sources, and nothing held. */
    @BeforeEach
    void reset() {
        sandbox.clearFaults();
        sandbox.accounts(0);
        put(A, "AccountName", true);
        put(B, "SecondAccountName", true);
        put(C, "DisabledAccount", false);
        clock.advance(Duration.ofHours(2));
    }

    /** The source, with the three accounts known and nothing held. */
    private String known(String source) {
        feed.poll(source);
        feed.poll(source);
        feed.commands().accept(source, "http", null);
        feed.poll(source);
        begin = feed.sequence();
        sandbox.requests().clear();
        return source;
    }

    private void put(String key, String name, boolean enabled) {
        sandbox.put(
                "infobip",
                "{\"key\": \"%s\", \"ownerKey\": \"28A3FC8C615B2CF24E1DFA0BF04794F7\", \"name\": \"%s\", \"enabled\": %s}"
                        .formatted(key, name, enabled));
    }

    private void many(int from, int count) {
        IntStream.range(from, from + count).forEach(number -> put(Sandbox.key(number), "Account " + number, true));
    }

    private List<String> ops(String source) {
        return feed.ops(source, begin);
    }

    private List<String> deletes(String source) {
        return ops(source).stream().filter(op -> op.startsWith("d:")).toList();
    }

    private void polls(String source, Outcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(feed.poll(source).outcome()).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void aWholeAnswerTellsTheDifferences(String format) {
        String list = known("list-" + format);
        put(B, "Renamed", true);
        put(Sandbox.key(1), "new", true);
        sandbox.remove("infobip", C);
        polls(list, Outcome.OK, 1);
        assertThat(ops(list)).containsExactlyInAnyOrder("u:" + B, "c:" + Sandbox.key(1));
        polls(list, Outcome.OK, 2);
        assertThat(ops(list)).hasSize(3).endsWith("d:" + C);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void aDeletedAccountThatReturnsIsCreatedWithTheNextRevision(String format) {
        String list = known("list-" + format);
        sandbox.remove("infobip", C);
        polls(list, Outcome.OK, 2);
        put(C, "DisabledAccount", false);
        polls(list, Outcome.OK, 2);
        assertThat(ops(list)).containsExactly("d:" + C, "c:" + C);
        List<JsonNode> events = feed.eventsAfter(begin).stream()
                .filter(event -> event.path("source").asText().endsWith("/" + list))
                .toList();
        assertThat(events.get(1).at("/data/revision").asLong())
                .isEqualTo(events.get(0).at("/data/revision").asLong() + 1);
        assertThat(events.get(1).path("data").has("before")).isFalse();
        assertThat(events.get(0).path("data").has("after")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void anAccountThatReturnsInTimeIsNotDeletedAndCountsAnew(String format) {
        String list = known("patient-" + format);
        sandbox.remove("infobip", C);
        polls(list, Outcome.OK, 3);
        put(C, "DisabledAccount", false);
        polls(list, Outcome.OK, 1);
        sandbox.remove("infobip", C);
        polls(list, Outcome.OK, 3);
        assertThat(ops(list)).isEmpty();
        polls(list, Outcome.OK, 1);
        assertThat(ops(list)).containsExactly("d:" + C);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void aListAsLongAsItsLimitIsAskedForAgainLarger(String format) {
        known("growing-" + format);
        many(1, 50);
        polls("growing-" + format, Outcome.OK, 1);
        assertThat(limits()).containsExactly("4", "40", "300");
        assertThat(ops("growing-" + format)).hasSize(50).allMatch(op -> op.startsWith("c:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void atTheLargestLimitAbsenceProvesNothing(String format) {
        String list = known("capped-" + format);
        many(1, 36);
        polls(list, Outcome.OK, 1);
        assertThat(ops(list)).hasSize(36);
        // The three oldest are pushed out of the forty newest.
        many(37, 4);
        polls(list, Outcome.LIMIT_REACHED, 5);
        assertThat(deletes(list)).isEmpty();
        assertThat(feed.held(list)).isEmpty();
        assertThat(ops(list)).hasSize(40);
    }

    @ParameterizedTest
    @CsvSource({"json,100", "json,200", "json,500", "xml,100", "xml,200", "xml,500"})
    void aRoundHundredBelowTheLimitHoldsDeletes(String format, int cap) {
        String list = known("list-" + format);
        many(1, cap + 10);
        polls(list, Outcome.OK, 1);
        sandbox.fault("{\"fault\": \"partial-list\", \"rows\": " + cap + "}");
        polls(list, Outcome.SILENT_CAP, 4);
        assertThat(deletes(list)).isEmpty();
        assertThat(feed.held(list)).containsExactly(Map.entry("silent-cap", 13L));
        sandbox.clearFaults();
        polls(list, Outcome.OK, 3);
        assertThat(deletes(list)).isEmpty();
        assertThat(feed.held(list)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void whatACapHasHeldStaysHeldWhenOneRowLessLooksWhole(String format) {
        String list = known("list-" + format);
        many(1, 120);
        polls(list, Outcome.OK, 1);
        int cap = sandbox.fault("{\"fault\": \"partial-list\", \"rows\": 100}");
        polls(list, Outcome.SILENT_CAP, 1);
        sandbox.clearFault(cap);
        sandbox.fault("{\"fault\": \"partial-list\", \"rows\": 99}");
        polls(list, Outcome.OK, 4);
        assertThat(deletes(list)).as("the one that was not held").hasSize(1);
        assertThat(feed.held(list)).containsExactly(Map.entry("silent-cap", 23L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void aListByNameNeverDeletes(String format) {
        String list = known("named-" + format);
        put(A, "Another name", true);
        put(Sandbox.key(1), "AccountName", true);
        polls(list, Outcome.FILTERED, 5);
        assertThat(ops(list)).containsExactly("c:" + Sandbox.key(1));
        sandbox.remove("infobip", Sandbox.key(1));
        polls(list, Outcome.FILTERED, 5);
        assertThat(deletes(list)).isEmpty();
        assertThat(feed.held(list)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void aListByStateNeverDeletes(String format) {
        String list = known("enabled-" + format);
        put(A, "AccountName", false);
        polls(list, Outcome.FILTERED, 5);
        assertThat(ops(list)).isEmpty();
        assertThat(feed.held(list)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void anEmptyListHoldsEverything(String format) {
        String list = known("list-" + format);
        sandbox.fault("infobip", "empty-list");
        polls(list, Outcome.EMPTY_LIST, 5);
        assertThat(ops(list)).isEmpty();
        assertThat(feed.held(list)).containsExactly(Map.entry("empty-list", 3L));
        sandbox.clearFaults();
        polls(list, Outcome.OK, 1);
        assertThat(feed.held(list)).isEmpty();
        assertThat(ops(list)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void aListThatComesBackInPartsDeletesNothing(String format) {
        String list = known("list-" + format);
        sandbox.fault("infobip", "empty-list");
        polls(list, Outcome.EMPTY_LIST, 1);
        sandbox.clearFaults();
        sandbox.fault("{\"fault\": \"partial-list\", \"rows\": 2}");
        polls(list, Outcome.OK, 5);
        assertThat(deletes(list)).isEmpty();
        assertThat(feed.held(list)).containsExactly(Map.entry("empty-list", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void anEmptyListDoesNotTakeBackWhatWasMissedBefore(String format) {
        String list = known("list-" + format);
        sandbox.remove("infobip", C);
        polls(list, Outcome.OK, 1);
        int empty = sandbox.fault("infobip", "empty-list");
        polls(list, Outcome.EMPTY_LIST, 1);
        sandbox.clearFault(empty);
        polls(list, Outcome.OK, 1);
        assertThat(ops(list)).isEmpty();
        assertThat(feed.held(list)).containsExactly(Map.entry("empty-list", 1L));
        assertThat(feed.commands().accept(list, "http", null)).isEqualTo(1);
        assertThat(ops(list)).containsExactly("d:" + C);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void moreThanTheShareGoneAtOnceIsHeld(String format) {
        String list = known("list-" + format);
        many(1, 7);
        polls(list, Outcome.OK, 1);
        begin = feed.sequence();
        many(1, 7);
        IntStream.rangeClosed(1, 6).forEach(number -> sandbox.remove("infobip", Sandbox.key(number)));
        polls(list, Outcome.OK, 4);
        assertThat(ops(list)).isEmpty();
        assertThat(feed.held(list)).containsExactly(Map.entry("max-delete-share", 6L));
        // Some that return make the share smaller, not the doubt.
        put(Sandbox.key(1), "Account 1", true);
        put(Sandbox.key(2), "Account 2", true);
        polls(list, Outcome.OK, 4);
        assertThat(ops(list)).isEmpty();
        assertThat(feed.held(list)).containsExactly(Map.entry("max-delete-share", 4L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void halfOfThemGoneIsNotMoreThanHalf(String format) {
        String list = known("list-" + format);
        many(1, 7);
        polls(list, Outcome.OK, 1);
        IntStream.rangeClosed(1, 5).forEach(number -> sandbox.remove("infobip", Sandbox.key(number)));
        polls(list, Outcome.OK, 2);
        assertThat(deletes(list)).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void accountsThatArriveWithTheAnswerDoNotMakeTheShareSmaller(String format) {
        String list = known("list-" + format);
        many(1, 7);
        polls(list, Outcome.OK, 1);
        begin = feed.sequence();
        IntStream.rangeClosed(1, 6).forEach(number -> sandbox.remove("infobip", Sandbox.key(number)));
        many(100, 10);
        polls(list, Outcome.OK, 4);
        assertThat(deletes(list)).isEmpty();
        assertThat(feed.held(list)).containsExactly(Map.entry("max-delete-share", 6L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void fewerThanFiveMayAllButOneGo(String format) {
        String list = known("list-" + format);
        sandbox.remove("infobip", A);
        sandbox.remove("infobip", B);
        polls(list, Outcome.OK, 2);
        assertThat(ops(list)).containsExactlyInAnyOrder("d:" + A, "d:" + B);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void withoutPatienceAndShareTheFirstWholeAnswerDeletes(String format) {
        String list = known("trusting-" + format);
        many(1, 7);
        polls(list, Outcome.OK, 1);
        IntStream.rangeClosed(1, 7).forEach(number -> sandbox.remove("infobip", Sandbox.key(number)));
        polls(list, Outcome.OK, 1);
        assertThat(deletes(list)).hasSize(7);
    }

    @ParameterizedTest
    @CsvSource({
        "json,missing-fields,id", "xml,missing-fields,id",
        "json,missing-fields,status", "xml,missing-fields,status",
        "json,wrong-type,id", "xml,wrong-type,id",
        "json,wrong-type,status", "xml,wrong-type,status"
    })
    void unusableRowsAreKeptApartAndNothingIsDeleted(String format, String fault, String field) throws Exception {
        String list = known("list-" + format);
        TestRoutes.empty(feed.data().resolve("dead-letters"));
        put(A, "renamed A", true);
        put(B, "renamed B", true);
        // Rows 1 and 3 are broken, row 2 is B.
        sandbox.fault("{\"fault\": \"" + fault + "\", \"field\": \"" + field + "\", \"every\": 2}");
        polls(list, Outcome.PARTIAL, 4);
        assertThat(ops(list)).containsExactly("u:" + B);
        assertThat(feed.held(list)).isEmpty();
        assertThat(feed.deadLetters()).singleElement().asString().contains("source: " + list, "2 of 3 rows");
        assertThat(feed.status(list).message()).startsWith("2 of 3 rows cannot be used: ");
        sandbox.clearFaults();
        polls(list, Outcome.OK, 3);
        assertThat(ops(list)).containsExactly("u:" + B, "u:" + A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void aPartialAnswerNeitherCountsNorResets(String format) {
        String list = known("list-" + format);
        put(Sandbox.key(1), "one more", true);
        polls(list, Outcome.OK, 1);
        sandbox.remove("infobip", C);
        polls(list, Outcome.OK, 1);
        int broken = sandbox.fault("{\"fault\": \"missing-fields\", \"field\": \"status\", \"every\": 2}");
        polls(list, Outcome.PARTIAL, 3);
        sandbox.clearFault(broken);
        assertThat(deletes(list)).isEmpty();
        put(Sandbox.key(2), "another one", true);
        polls(list, Outcome.OK, 1);
        assertThat(ops(list)).containsExactlyInAnyOrder("c:" + Sandbox.key(1), "c:" + Sandbox.key(2), "d:" + C);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void theSameRowTwiceIsOne(String format) {
        String list = known("list-" + format);
        sandbox.fault("{\"fault\": \"duplicate-rows\", \"different\": false}");
        put(A, "renamed", true);
        sandbox.remove("infobip", C);
        polls(list, Outcome.OK, 2);
        assertThat(ops(list)).containsExactlyInAnyOrder("u:" + A, "d:" + C);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void theSameIdTwiceWithDifferentContentIsNone(String format) throws Exception {
        String list = known("list-" + format);
        TestRoutes.empty(feed.data().resolve("dead-letters"));
        sandbox.fault("infobip", "duplicate-rows");
        put(A, "renamed", true);
        put(B, "renamed too", true);
        sandbox.remove("infobip", C);
        polls(list, Outcome.PARTIAL, 4);
        assertThat(ops(list)).containsExactly("u:" + B);
        assertThat(feed.deadLetters()).singleElement().asString().contains("the same id twice with different content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void hostileIdsAreAccountsOrUnusableRowsAndNothingElse(String format) {
        String list = known("list-" + format);
        sandbox.fault("infobip", "hostile-ids");
        polls(list, Outcome.PARTIAL, 3);
        assertThat(deletes(list)).isEmpty();
        assertThat(ops(list)).isNotEmpty().allMatch(op -> op.startsWith("c:"));
        assertThat(ops(list)).noneMatch(op -> op.contains("\n") || op.length() > 300);
        assertThat(feed.status(list).failedPolls()).isZero();
    }

    @Test
    void heldDeletesGoOutWhenTheyAreAccepted() {
        known("list-xml");
        known("list-json");
        sandbox.fault("infobip", "empty-list");
        polls("list-json", Outcome.EMPTY_LIST, 2);
        polls("list-xml", Outcome.EMPTY_LIST, 2);
        assertThat(feed.commands().accept("list-json", "http", null)).isEqualTo(3);
        assertThat(ops("list-json")).containsExactlyInAnyOrder("d:" + A, "d:" + B, "d:" + C);
        assertThat(feed.held("list-json")).isEmpty();
        assertThat(ops("list-xml")).isEmpty();
        assertThat(feed.held("list-xml")).containsExactly(Map.entry("empty-list", 3L));
        assertThat(feed.commands().accept("list-json", "http", null)).isZero();
        assertThat(feed.commands().accept("*", "http", null)).isEqualTo(3);
        sandbox.clearFaults();
        polls("list-json", Outcome.OK, 1);
        assertThat(ops("list-json")).hasSize(6).endsWith("c:" + A, "c:" + B, "c:" + C);
    }

    private Stream<String> limits() {
        return sandbox.requests().entries().stream()
                .map(RequestLog.Entry::query)
                .map(query -> query.get("limit"));
    }
}
