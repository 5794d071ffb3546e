package dev.accountfeed.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountChangeDetectorTest {

    /** As in the manifest of Voximplant. */
    private static final Map<String, List<String>> DERIVED = Map.of(
            "/status", List.of("/attributes/active", "/attributes/frozen"),
            "/balance/amount", List.of("/attributes/live_balance", "/attributes/balance"));

    private static final String RICH = """
            {"id": "1", "status": "active", "balance": {"amount": 10, "currency": "RUR"},
             "attributes": {"live_balance": 10, "balance": 10, "active": true}}""";

    @Test
    void whatIsNewBeforeTheBaselineIsDiscovered() {
        AccountChange change = detector().detect(null, Json.tree(RICH), false).orElseThrow();

        assertThat(change.op()).isEqualTo(Op.r);
        assertThat(change.before()).isNull();
        assertThat(change.after()).isEqualTo(Json.tree(RICH));
        assertThat(change.changed()).isEmpty();
    }

    @Test
    void whatAppearsLaterIsCreated() {
        assertThat(detector().detect(null, Json.tree(RICH), true).orElseThrow().op())
                .isEqualTo(Op.c);
    }

    @Test
    void anUpdateHoldsBothStates() {
        JsonNode before = Json.tree(RICH);
        JsonNode after = Json.tree(RICH.replace("RUR", "EUR"));

        AccountChange change = detector().detect(before, after, true).orElseThrow();

        assertThat(change.op()).isEqualTo(Op.u);
        assertThat(change.before()).isEqualTo(before);
        assertThat(change.after()).isEqualTo(after);
        assertThat(change.changed()).containsExactly("/balance/currency");
    }

    @Test
    void whatChangedIsSortedAndEscaped() {
        assertThat(changed(
                        "{\"z\": 1, \"a/b\": 1, \"m~n\": 1, \"attributes\": {\"b\": 1, \"a\": 1}}",
                        "{\"z\": 2, \"a/b\": 2, \"m~n\": 2, \"attributes\": {\"b\": 2, \"a\": 2}}"))
                .containsExactly("/attributes/a", "/attributes/b", "/a~1b", "/m~0n", "/z");
    }

    @Test
    void anArrayIsOneLeaf() {
        assertThat(changed(
                        "{\"attributes\": {\"access_entries\": [\"A\", {\"x\": 1}]}}",
                        "{\"attributes\": {\"access_entries\": [\"A\", {\"x\": 2}]}}"))
                .containsExactly("/attributes/access_entries");
        assertThat(changed("{\"a\": [1, 2]}", "{\"a\": [2, 1]}")).containsExactly("/a");
        assertThat(changed("{\"a\": [1.0]}", "{\"a\": [1]}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"12.30, 12.3", "1e2, 100", "100, 100.000", "0, -0.0"})
    void numbersAreComparedByValue(String before, String after) {
        assertThat(changed("{\"n\": " + before + "}", "{\"n\": " + after + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"12.30, '\"12.30\"'", "1, true", "'\"\"', '[]'", "'{}', '\"\"'"})
    void anotherTypeIsAnotherValue(String before, String after) {
        assertThat(changed("{\"n\": " + before + "}", "{\"n\": " + after + "}")).containsExactly("/n");
        assertThat(changed("{\"n\": " + after + "}", "{\"n\": " + before + "}")).containsExactly("/n");
    }

    @Test
    void whatComesAndGoesIsTheLeavesOfIt() {
        String without = "{\"id\": \"1\"}";
        String with = "{\"id\": \"1\", \"contact\": {\"email\": \"a\", \"phone\": \"b\"}}";

        assertThat(changed(without, with)).containsExactly("/contact/email", "/contact/phone");
        assertThat(changed(with, without)).containsExactly("/contact/email", "/contact/phone");
    }

    @Test
    void anEmptyObjectIsALeaf() {
        assertThat(changed("{\"attributes\": {\"x\": {}, \"y\": 1}}", "{\"attributes\": {\"y\": 1}}"))
                .containsExactly("/attributes/x");
        assertThat(changed("{\"attributes\": {\"x\": {}}}", "{\"attributes\": {\"x\": {\"y\": 1}}}"))
                .containsExactly("/attributes/x");
        assertThat(changed("{\"attributes\": {\"x\": {\"y\": 1}}}", "{\"attributes\": {\"x\": 5}}"))
                .containsExactly("/attributes/x");
    }

    @Test
    void theOrderOfMembersIsNothing() {
        assertThat(changed("{\"a\": 1, \"b\": 2}", "{\"b\": 2, \"a\": 1}")).isEmpty();
    }

    @Test
    void whatIsIgnoredMakesNoEventOnItsOwn() {
        AccountChangeDetector detector = ignoring("/attributes/record_storage_name");
        String before = "{\"name\": \"a\", \"attributes\": {\"record_storage_name\": \"x\"}}";

        assertThat(detect(detector, before, before.replace("\"x\"", "\"y\""))).isEmpty();
        assertThat(detect(detector, before, "{\"name\": \"a\"}")).isEmpty();
    }

    @Test
    void whatIsIgnoredIsToldBesideWhatCounts() {
        AccountChangeDetector detector = ignoring("/attributes/x");

        assertThat(detect(detector, "{\"n\": 1, \"attributes\": {\"x\": 1}}", "{\"n\": 2, \"attributes\": {\"x\": 2}}")
                        .orElseThrow()
                        .changed())
                .containsExactly("/attributes/x", "/n");
    }

    @Test
    void aSubtreeIsIgnoredWhole() {
        AccountChangeDetector detector = ignoring("/contact", "/attributes/a~1b");

        assertThat(detect(detector, "{\"contact\": {\"email\": \"a\"}}", "{\"contact\": {\"phone\": \"b\"}}"))
                .isEmpty();
        assertThat(detect(detector, "{\"attributes\": {\"a/b\": {\"c\": 1}}}", "{\"attributes\": {\"a/b\": {}}}"))
                .isEmpty();
        assertThat(detect(detector, "{\"contacts\": 1}", "{\"contacts\": 2}"))
                .as("a name that only begins like it")
                .isPresent();
    }

    @Test
    void ignoringACanonicalValueIgnoresWhatItWasDerivedFrom() {
        AccountChangeDetector detector = ignoring("/balance/amount");

        assertThat(detect(detector, RICH, RICH.replace("10", "11"))).isEmpty();
        assertThat(detect(detector, RICH, RICH.replace("true", "false"))).isPresent();
    }

    @Test
    void ignoringASubtreeIgnoresWhatAnythingInItWasDerivedFrom() {
        assertThat(detect(ignoring("/balance"), RICH, RICH.replace("10", "11"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, 10.99, false", "10, 11, true", "10, 11.00, true", "10, 9.01, false", "10, 9, true", "10, -5, true"
    })
    void aSmallerMoveThanMinDeltaMakesNoEvent(String before, String after, boolean event) {
        AccountChangeDetector detector = moving("/balance/amount", "1.00");

        assertThat(detect(
                                detector,
                                "{\"balance\": {\"amount\": " + before + "}}",
                                "{\"balance\": {\"amount\": " + after + "}}")
                        .isPresent())
                .isEqualTo(event);
    }

    @Test
    void minDeltaOfACanonicalValueHoldsForWhatItWasDerivedFrom() {
        AccountChangeDetector detector = moving("/balance/amount", "1.00");

        assertThat(detect(detector, RICH, RICH.replace("10", "10.5"))).isEmpty();
        assertThat(detect(detector, RICH, RICH.replace("10", "11"))
                        .orElseThrow()
                        .changed())
                .containsExactly("/attributes/balance", "/attributes/live_balance", "/balance/amount");
    }

    @Test
    void aRuleForARawAttributeItselfWins() {
        AccountChangeDetector detector = new AccountChangeDetector(
                rules(List.of(), Map.of("/balance/amount", BigDecimal.TEN, "/attributes/balance", BigDecimal.ONE)),
                DERIVED);

        assertThat(detect(detector, RICH, RICH.replace("\"balance\": 10,", "\"balance\": 11,")))
                .isPresent();
        assertThat(detect(detector, RICH, RICH.replace("\"live_balance\": 10", "\"live_balance\": 11")))
                .isEmpty();
    }

    @Test
    void minDeltaIsForMovesOfNumbersOnly() {
        AccountChangeDetector detector = moving("/balance/amount", "1.00");

        assertThat(detect(detector, "{\"balance\": {\"amount\": 1, \"fixed\": 1}}", "{\"balance\": {\"fixed\": 1}}"))
                .isPresent();
        assertThat(detect(detector, "{\"balance\": {\"fixed\": 1}}", "{\"balance\": {\"amount\": 1, \"fixed\": 1}}"))
                .isPresent();
        assertThat(detect(detector, "{\"balance\": {\"amount\": 1}}", "{\"balance\": {\"amount\": \"1\"}}"))
                .isPresent();
    }

    @Test
    void driftInSmallStepsIsJudgedAgainstTheValueLastSent() {
        AccountChangeDetector detector = moving("/balance/amount", "1.00");
        JsonNode sent = amount("10.00");

        for (String step : List.of("10.40", "10.80", "10.99")) {
            assertThat(detector.detect(sent, amount(step), true)).isEmpty();
        }
        AccountChange change = detector.detect(sent, amount("11.20"), true).orElseThrow();
        assertThat(change.before()).isEqualTo(amount("10.00"));
        assertThat(detector.detect(amount("11.20"), amount("10.30"), true)).isEmpty();
    }

    @Test
    void thereAndBackAgainMakesTwoUpdates() {
        JsonNode a = Json.tree("{\"status\": \"active\"}");
        JsonNode b = Json.tree("{\"status\": \"frozen\"}");

        assertThat(detector().detect(a, b, true)).isPresent();
        assertThat(detector().detect(b, a, true)).isPresent();
        assertThat(detector().detect(a, a, true)).isEmpty();
    }

    @Test
    void printingAChangeShowsNothingOfTheAccount() {
        AccountChange change = detector()
                .detect(Json.tree("{\"name\": \"Ivan\"}"), Json.tree("{\"name\": \"Olga\"}"), true)
                .orElseThrow();

        assertThat(change.toString()).contains("/name").doesNotContain("Ivan", "Olga");
    }

    private static JsonNode amount(String amount) {
        return Json.tree("{\"balance\": {\"amount\": " + amount + "}}");
    }

    private static List<String> changed(String before, String after) {
        return detect(detector(), before, after).map(AccountChange::changed).orElse(List.of());
    }

    private static Optional<AccountChange> detect(AccountChangeDetector detector, String before, String after) {
        return detector.detect(Json.tree(before), Json.tree(after), true);
    }

    private static AccountChangeDetector detector() {
        return new AccountChangeDetector(ChangeRules.DEFAULT, DERIVED);
    }

    private static AccountChangeDetector ignoring(String... pointers) {
        return new AccountChangeDetector(rules(List.of(pointers), Map.of()), DERIVED);
    }

    private static AccountChangeDetector moving(String pointer, String delta) {
        return new AccountChangeDetector(rules(List.of(), Map.of(pointer, new BigDecimal(delta))), DERIVED);
    }

    private static ChangeRules rules(List<String> ignore, Map<String, BigDecimal> minDelta) {
        return new ChangeRules(ignore, minDelta, 2, 0.5);
    }
}
