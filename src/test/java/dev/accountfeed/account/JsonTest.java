package dev.accountfeed.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1",
                "12.30",
                "19772.350000",
                "-0.000001",
                "0",
                "-7",
                "12345678901234567890",
                "12345678901234567890.123456789",
                "100.00"
            })
    void decimalsComeBackAsTheyWere(String number) throws Exception {
        assertThat(Json.text(Json.tree(number))).isEqualTo(number);
        assertThat(Json.MAPPER.readValue(number, BigDecimal.class)).isEqualTo(new BigDecimal(number));
    }

    @ParameterizedTest
    @CsvSource({"12.30, 12.3", "1e2, 100", "100, 100.000", "0, -0.0", "0e5, 0", "1E-2, 0.01"})
    void numbersAreComparedByValue(String one, String other) {
        assertThat(Json.same(Json.tree(one), Json.tree(other))).isTrue();
        assertThat(Json.same(Json.tree("{\"a\":[" + one + "]}"), Json.tree("{\"a\":[" + other + "]}")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 2",
                "0.1 | 0.10000000000000001",
                "12.30 | \"12.30\"",
                "1 | true",
                "\"\" | null",
                "[1,2] | [2,1]",
                "[1] | [1,1]",
                "{} | []",
                "{\"a\":1} | {\"a\":1,\"b\":1}",
                "{\"a\":1} | {\"b\":1}",
                "\"I\" | \"i\""
            })
    void whatDiffersIsNotTheSame(String one, String other) {
        assertThat(Json.same(Json.tree(one), Json.tree(other))).isFalse();
        assertThat(Json.same(Json.tree(other), Json.tree(one))).isFalse();
    }

    @Test
    void theOrderOfMembersIsNothing() {
        assertThat(Json.same(Json.tree("{\"a\":1,\"b\":2}"), Json.tree("{\"b\":2.0,\"a\":1}")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"a\":{\"b\":1,\"b\":2}}", "[{\"x\":1,\"x\":null}]"})
    void aMemberSaidTwiceIsRefused(String text) {
        assertThatThrownBy(() -> Json.MAPPER.readTree(text)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "{}x", "1 2", "[]]", "{},"})
    void whatFollowsADocumentIsRefused(String text) {
        assertThatThrownBy(() -> Json.MAPPER.readTree(text)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "01", "+1", ".5", "1.", "'a'", "{a:1}", "// x\n1"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.MAPPER.readTree(text)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999", "-1e99999999", "1e-99999999", "1e65", "1e-65"})
    void aHugeExponentIsNotReasonableAndIsFoundWithoutWritingItOut(String number) throws Exception {
        JsonNode node = Json.MAPPER.readTree(number);

        assertThat(Json.isReasonable(node.decimalValue())).isFalse();
        assertThat(Json.raw(node)).hasSizeLessThan(20);
        assertThatThrownBy(() -> Json.MAPPER.readValue(number, BigDecimal.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageNotContaining(number);
    }

    @Test
    void sixtyFourDigitsAreReasonableAndSixtyFiveAreNot() {
        BigInteger most = BigInteger.TEN.pow(64).subtract(BigInteger.ONE);

        assertThat(Json.isReasonable(most)).isTrue();
        assertThat(Json.isReasonable(most.negate())).isTrue();
        assertThat(Json.isReasonable(most.add(BigInteger.ONE))).isFalse();
        assertThat(Json.isReasonable(new BigDecimal(most, 64))).isTrue();
        // It begins with the first place behind the point.
        assertThat(Json.isReasonable(new BigDecimal(most.add(BigInteger.ONE).divide(BigInteger.TEN), 128)))
                .isFalse();
        for (String number : List.of("1e64", "1.5e64", "-1.5e-64", "1e-64", "0.1e65")) {
            assertThat(Json.isReasonable(new BigDecimal(number))).as(number).isTrue();
        }
        for (String number : List.of("10e64", "1234567890e60", "0.1e-64")) {
            assertThat(Json.isReasonable(new BigDecimal(number))).as(number).isFalse();
        }
        assertThat(Json.isReasonable(BigInteger.ONE.shiftLeft(1_000_000))).isFalse();
    }

    @Test
    void whatHasBeenStoredIsReadWhateverItsSize() {
        String number = "[1" + "0".repeat(2000) + "]";
        String name = "{\"" + "n".repeat(60_000) + "\":1}";
        String deep = "[".repeat(1500) + "1" + "]".repeat(1500);

        assertThat(Json.text(Json.tree(number))).isEqualTo(number);
        assertThat(Json.text(Json.tree(name))).isEqualTo(name);
        assertThat(Json.tree(deep)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'\"12.30\"', 12.30", "'\" -0.5 \"', -0.5", "'\"1e3\"', 1e3", "7, 7"})
    void moneySentAsTextIsANumber(String json, BigDecimal money) throws Exception {
        assertThat(Json.MAPPER.readValue(json, BigDecimal.class)).isEqualTo(money);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"12,30\"", "\"secret\"", "true", "{}", "[1]", "\"1e99999999\"", "\"0x10\""})
    void whatIsNoMoneyIsRefusedInWordsWithoutIt(String json) {
        assertThatThrownBy(() -> Json.MAPPER.readValue(json, BigDecimal.class))
                .isInstanceOf(JacksonException.class)
                .extracting(e -> ((JacksonException) e).getOriginalMessage())
                .asString()
                .doesNotContain("secret", "12,30", "99999999");
    }

    @Test
    void timesAreRfc3339InUtc() throws Exception {
        Instant time = Instant.parse("2020-08-07T12:00:53Z");

        assertThat(Json.MAPPER.writeValueAsString(time)).isEqualTo("\"2020-08-07T12:00:53Z\"");
        assertThat(Json.MAPPER.readValue("\"2020-08-07T12:00:53Z\"", Instant.class))
                .isEqualTo(time);
        assertThatThrownBy(() -> Json.MAPPER.readValue("\"2020-08-07 12:00:53\"", Instant.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void numbersAreWrittenPlainly() {
        assertThat(Json.text(DecimalNode.valueOf(new BigDecimal("1E+3")))).isEqualTo("1000");
        assertThat(Json.text(DecimalNode.valueOf(new BigDecimal("1E-10")))).isEqualTo("0.0000000001");
    }
}
