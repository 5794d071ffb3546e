package dev.accountfeed.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {

    private static final UnaryOperator<String> AS_IT_IS = UnaryOperator.identity();

    private final Classifier voximplant = new Classifier(Seeds.VOXIMPLANT.errors());
    private final Classifier infobip = new Classifier(Seeds.INFOBIP.errors());

    @ParameterizedTest
    @CsvSource({
        // below 100: transient provider faults
        "0, UNAVAILABLE",
        "1, UNAVAILABLE",
        "2, UNAVAILABLE",
        "4, UNAVAILABLE",
        "5, UNAVAILABLE",
        "13, UNAVAILABLE",
        "99, UNAVAILABLE",
        // worth a new token
        "100, TOKEN_REFUSED",
        "447, TOKEN_REFUSED",
        "455, TOKEN_REFUSED",
        "456, TOKEN_REFUSED",
        // authorization
        "104, REFUSED",
        "135, REFUSED",
        "137, REFUSED",
        "161, REFUSED",
        "433, REFUSED",
        "454, REFUSED",
        // throttled
        "162, THROTTLED",
        "314, THROTTLED",
        "340, THROTTLED",
        "416, THROTTLED",
        "484, THROTTLED",
        "512, THROTTLED",
        "514, THROTTLED",
        "515, THROTTLED",
        // configuration, business state, what nobody knows
        "101, UNEXPECTED",
        "102, UNEXPECTED",
        "103, UNEXPECTED",
        "105, UNEXPECTED",
        "115, UNEXPECTED",
        "127, UNEXPECTED",
        "131, UNEXPECTED",
        "281, UNEXPECTED",
        "282, UNEXPECTED",
        "317, UNEXPECTED",
        "513, UNEXPECTED",
        "99999, UNEXPECTED",
        "99999999999999999999, UNEXPECTED"
    })
    void everyVoximplantCodeHasItsClassWhateverTheStatus(String code, Outcome outcome) {
        for (int status : new int[] {200, 400, 401, 403, 404, 429, 500, 503}) {
            assertThat(outcome(voximplant, status, "{\"error\": {\"code\": " + code + ", \"msg\": \"x\"}}"))
                    .as("HTTP %d", status)
                    .isEqualTo(outcome);
        }
        assertThat(outcome(voximplant, 200, "{\"errors\": [{\"code\": " + code + ", \"msg\": \"x\"}]}"))
                .isEqualTo(outcome);
        assertThat(outcome(voximplant, 200, "{\"error\": {\"code\": \"" + code + "\"}}"))
                .as("as text")
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "200, , false, OK",
        "400, , false, UNEXPECTED",
        "401, , false, REFUSED",
        "403, , false, REFUSED",
        "404, , false, UNEXPECTED",
        "301, , false, UNEXPECTED",
        "302, , false, UNEXPECTED",
        "204, , false, UNEXPECTED",
        "418, , false, UNEXPECTED",
        "429, , false, THROTTLED",
        "429, 7, false, THROTTLED",
        "500, , false, UNAVAILABLE",
        "500, 7, false, UNAVAILABLE",
        "502, , false, UNAVAILABLE",
        "503, , false, UNAVAILABLE",
        "503, 7, false, THROTTLED",
        "504, , false, UNAVAILABLE",
        "599, , false, UNAVAILABLE",
        "600, , false, UNEXPECTED",
        "401, , true, TOKEN_REFUSED",
        "403, , true, REFUSED"
    })
    void withoutACodeTheStatusDecides(int status, Integer retryAfter, boolean signed, Outcome outcome) {
        Duration wait = retryAfter == null ? null : Duration.ofSeconds(retryAfter);
        for (JsonNode body : new JsonNode[] {MissingNode.getInstance(), Json.tree("{}")}) {
            assertThat(voximplant
                            .classify(status, body, wait, signed, AS_IT_IS)
                            .map(PollException::outcome)
                            .orElse(Outcome.OK))
                    .isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, BAD_REQUEST, UNEXPECTED",
        "401, UNAUTHORIZED, REFUSED",
        "403, FORBIDDEN, REFUSED",
        "404, NOT_FOUND, NOT_FOUND",
        "429, TOO_MANY_REQUESTS, THROTTLED",
        "500, GENERAL_ERROR, UNAVAILABLE",
        "401, SOMETHING_NEW, REFUSED",
        "500, SOMETHING_NEW, UNAVAILABLE",
        "200, SOMETHING_NEW, UNEXPECTED",
        "200, UNAUTHORIZED, REFUSED"
    })
    void everyInfobipErrorHasItsClassInEveryForm(int status, String id, Outcome outcome) throws Exception {
        String exception = "{\"serviceException\": {\"messageId\": \"" + id + "\", \"text\": \"words\"}}";
        assertThat(outcome(infobip, status, "{\"requestError\": " + exception + "}"))
                .isEqualTo(outcome);
        for (String xml : new String[] {
            "<requestError><serviceException><messageId>%s</messageId><text>words</text></serviceException></requestError>",
            "<ApiException><requestError><serviceException><messageId>%s</messageId></serviceException></requestError>"
                    + "</ApiException>",
            "<requestError>\n<serviceException>\n<messageId>\n  %s\n</messageId>\n</serviceException>\n</requestError>"
        }) {
            JsonNode body = XmlRecordReader.MAPPER.readTree(String.format(xml, id));
            assertThat(infobip.classify(status, body, null, false, AS_IT_IS)
                            .map(PollException::outcome)
                            .orElse(Outcome.OK))
                    .isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, E400, UNEXPECTED",
        "401, E401, REFUSED",
        "403, E403, REFUSED",
        "404, E404, NOT_FOUND",
        "429, E429, THROTTLED",
        "500, E500, UNAVAILABLE",
        "503, E503, UNAVAILABLE"
    })
    void theNewerFormOfInfobipsErrorsIsKnown(int status, String code, Outcome outcome) {
        assertThat(outcome(infobip, status, "{\"errorCode\": \"" + code + "\", \"description\": \"words\"}"))
                .isEqualTo(outcome);
    }

    @Test
    void theSeedsErrorIsOne() {
        PollException refusal = infobip.classify(400, Seeds.json("infobip-error.json"), null, false, AS_IT_IS)
                .orElseThrow();

        assertThat(refusal.outcome()).isEqualTo(Outcome.UNEXPECTED);
        assertThat(refusal).hasMessage("HTTP 400, code BAD_REQUEST: Bad request");
    }

    @Test
    void a404WithoutTheProvidersOwnWordProvesNothing() {
        assertThat(outcome(infobip, 404, "{}")).isEqualTo(Outcome.UNEXPECTED);
        assertThat(outcome(infobip, 404, "{\"message\": \"no such route\"}")).isEqualTo(Outcome.UNEXPECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\": {\"msg\": \"x\"}}",
                "{\"error\": \"x\"}",
                "{\"errors\": [{}]}",
                "{\"error\": {\"code\": null}}",
                "{\"error\": true, \"result\": {\"account_id\": 1}}"
            })
    void anErrorWithoutACodeIsStillNoAnswer(String body) {
        assertThat(outcome(voximplant, 200, body)).isEqualTo(Outcome.UNEXPECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "400, , UNEXPECTED",
        "401, , TOKEN_REFUSED",
        "403, , REFUSED",
        "404, , UNEXPECTED",
        "429, , THROTTLED",
        "429, 7, THROTTLED",
        "500, , UNAVAILABLE",
        "503, , UNAVAILABLE",
        "503, 7, THROTTLED"
    })
    void anErrorWithoutACodeLeavesItToTheStatus(int status, Integer retryAfter, Outcome outcome) {
        Duration wait = retryAfter == null ? null : Duration.ofSeconds(retryAfter);
        // As gateways before a provider write it, and providers that leave their code out.
        for (String body : new String[] {
            "{\"error\": \"x\"}",
            "{\"error\": {\"msg\": \"x\"}}",
            "{\"requestError\": {\"serviceException\": {\"text\": \"x\"}}}"
        }) {
            for (Classifier provider : new Classifier[] {voximplant, infobip}) {
                assertThat(provider.classify(status, Json.tree(body), wait, true, AS_IT_IS)
                                .map(PollException::outcome))
                        .as(body)
                        .contains(outcome);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"result\": {\"account_id\": 1}}",
                "{\"error\": null, \"result\": {\"account_id\": 1}}",
                "{\"errors\": [], \"result\": {\"account_id\": 1}}",
                "{\"error\": {}, \"result\": {\"account_id\": 1}}",
                "{\"error\": \"\", \"result\": {\"account_id\": 1}}"
            })
    void anErrorThatIsNoneLeavesTheAnswer(String body) {
        assertThat(outcome(voximplant, 200, body)).isEqualTo(Outcome.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "Repeat after 17 seconds, 17",
        "Too many. Repeat after 5 sec., 5",
        "repeat AFTER 9 seconds, 9",
        "Repeat later, ",
        "Repeat after 99999999999999999999 seconds, "
    })
    void theSecondsToWaitStandInTheText(String text, Long seconds) {
        PollException refusal =
                classify(voximplant, 200, "{\"error\": {\"code\": 416, \"msg\": \"" + text + "\"}}", null);

        assertThat(refusal.outcome()).isEqualTo(Outcome.THROTTLED);
        assertThat(Optional.ofNullable(refusal.retryAfter()).map(Duration::toSeconds))
                .isEqualTo(Optional.ofNullable(seconds));
    }

    @Test
    void theHeaderSaysBetterHowLongToWait() {
        PollException refusal = classify(
                voximplant,
                429,
                "{\"error\": {\"code\": 416, \"msg\": \"Repeat after 17 seconds\"}}",
                Duration.ofSeconds(3));

        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whatAProviderSaysIsOneShortLine() {
        String text = "line\\nline\\u001b[31m\\u202e\\u2028" + "x".repeat(1000);

        String message = classify(voximplant, 200, "{\"error\": {\"code\": 127, \"msg\": \"" + text + "\"}}", null)
                .getMessage();

        assertThat(message)
                .startsWith("HTTP 200, code 127: line line [31m ")
                .hasSizeLessThan(260)
                .doesNotContain("\n", "\u001b", "\u202e", "\u2028");
    }

    private static Outcome outcome(Classifier classifier, int status, String body) {
        return classifier
                .classify(status, Json.tree(body), null, false, AS_IT_IS)
                .map(PollException::outcome)
                .orElse(Outcome.OK);
    }

    private static PollException classify(Classifier classifier, int status, String body, Duration retryAfter) {
        return classifier
                .classify(status, Json.tree(body), retryAfter, true, AS_IT_IS)
                .orElseThrow();
    }
}
