package dev.accountfeed.sandbox;

import static dev.accountfeed.sandbox.Calls.ACCOUNTS;
import static dev.accountfeed.sandbox.Calls.JSON;
import static dev.accountfeed.sandbox.Calls.NOW;
import static dev.accountfeed.sandbox.Calls.infobip;
import static dev.accountfeed.sandbox.Calls.infobipXml;
import static dev.accountfeed.sandbox.Calls.send;
import static dev.accountfeed.sandbox.Calls.voximplant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    @TempDir
    static Path folder;

    private static Sandbox sandbox;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(0, Clock.fixed(NOW, ZoneOffset.UTC));
        sandbox.voximplantCredentials(folder.resolve("voximplant.json"));
        token = Calls.token(folder.resolve("voximplant.json"));
    }

    @AfterEach
    void clear() {
        sandbox.clearFaults();
        sandbox.requests().clear();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static void fault(String name, String options) {
        sandbox.fault("{\"fault\": \"" + name + "\"" + (options.isEmpty() ? "" : ", " + options) + "}");
    }

    private static JsonNode accounts() throws Exception {
        return JSON.readTree(infobip(sandbox, ACCOUNTS).body()).path("accounts");
    }

    private static JsonNode account() throws Exception {
        return JSON.readTree(voximplant(sandbox, "GetAccountInfo", token).body())
                .path("result");
    }

    private static List<String> texts(JsonNode rows, String field) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.path(field).asText()));
        return texts;
    }

    @ParameterizedTest
    @CsvSource({
        "rate-limited,           429, 340, 429, TOO_MANY_REQUESTS",
        "server-error,           500, 2,   500, GENERAL_ERROR",
        "unauthorized,           401, 100, 401, UNAUTHORIZED",
        "forbidden,              403, 104, 403, FORBIDDEN",
        "token-expired,          200, 456, 401, UNAUTHORIZED",
        "token-issued-in-future, 200, 455, 401, UNAUTHORIZED",
        "error-in-200,           200, 2,   200, GENERAL_ERROR",
        "not-found,              404, 115, 404, NOT_FOUND",
    })
    void aRefusalHasTheFormOfItsProvider(String name, int status, int code, int otherStatus, String messageId)
            throws Exception {
        fault(name, "");
        var first = voximplant(sandbox, "GetAccountInfo", token);
        var second = infobip(sandbox, ACCOUNTS);

        assertThat(first.statusCode()).isEqualTo(status);
        assertThat(Calls.code(first)).isEqualTo(code);
        assertThat(second.statusCode()).isEqualTo(otherStatus);
        assertThat(JSON.readTree(second.body())
                        .at("/requestError/serviceException/messageId")
                        .asText())
                .isEqualTo(messageId);
    }

    @Test
    void aRateLimitTellsHowLongAndForHowManyCalls() throws Exception {
        fault("rate-limited", "\"provider\": \"infobip\", \"times\": 2, \"retryAfter\": 2");

        var limited = infobip(sandbox, ACCOUNTS);
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).contains("2");
        assertThat(voximplant(sandbox, "GetAccountInfo", token).statusCode()).isEqualTo(200);
        assertThat(infobip(sandbox, ACCOUNTS).statusCode()).isEqualTo(429);
        assertThat(infobip(sandbox, ACCOUNTS).statusCode()).isEqualTo(200);
    }

    @Test
    void aRateLimitCanStandInA200() throws Exception {
        fault("rate-limited", "\"code\": 416, \"retryAfter\": 9");
        var answer = voximplant(sandbox, "GetAccountInfo", token);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"error\":{\"code\":416,\"msg\":\"Repeat after 9 seconds\"}}");
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void aGatewayAnswersInNobodysForm() throws Exception {
        fault("bad-gateway-html", "\"times\": 1");
        fault("unavailable", "\"times\": 1, \"retryAfter\": 3");
        fault("unavailable", "\"times\": 1");
        fault("not-found", "\"bare\": true");
        var html = infobip(sandbox, ACCOUNTS);
        var waits = infobip(sandbox, ACCOUNTS);
        var unavailable = infobip(sandbox, ACCOUNTS);
        var bare = infobip(sandbox, ACCOUNTS);

        assertThat(html.statusCode()).isEqualTo(502);
        assertThat(html.body()).startsWith("<html>");
        assertThat(waits.statusCode()).isEqualTo(503);
        assertThat(waits.headers().firstValue("Retry-After")).contains("3");
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("Retry-After")).isEmpty();
        assertThat(bare.statusCode()).isEqualTo(404);
        assertThat(bare.body()).doesNotContain("NOT_FOUND");
    }

    @Test
    void aFaultMayWaitForCallsAPathOrACaller() throws Exception {
        fault("server-error", "\"path\": \"/settings/1/accounts/*\", \"after\": 1, \"times\": 1");
        fault("forbidden", "\"caller\": \"3456750\"");

        assertThat(infobip(sandbox, ACCOUNTS).statusCode()).isEqualTo(200);
        assertThat(infobip(sandbox, ACCOUNTS + "/_").statusCode()).isEqualTo(200);
        assertThat(infobip(sandbox, ACCOUNTS + "/_").statusCode()).isEqualTo(500);
        assertThat(infobip(sandbox, ACCOUNTS + "/_").statusCode()).isEqualTo(200);
        assertThat(voximplant(sandbox, "GetAccountInfo", token).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"malformed", "nan", "nul-bytes"})
    void whatIsNotJsonIsRefusedByAReader(String name) {
        fault(name, "");

        assertThatThrownBy(FaultsTest::account).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(FaultsTest::accounts).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void bodiesAreEmptyMarkedOrMistyped() throws Exception {
        fault("empty-body", "\"times\": 1");
        assertThat(infobip(sandbox, ACCOUNTS).body()).isEmpty();

        fault("bom", "\"times\": 1");
        assertThat(infobip(sandbox, ACCOUNTS).body()).startsWith("\uFEFF{\"accounts\"");

        fault("wrong-content-type", "");
        assertThat(infobip(sandbox, ACCOUNTS).headers().firstValue("Content-Type"))
                .contains("text/html");
    }

    @Test
    void faultsThatLetTheAnswerPassAddUp() throws Exception {
        fault("bom", "\"times\": 1");
        fault("wrong-content-type", "\"times\": 1");
        var answer = infobip(sandbox, ACCOUNTS);

        assertThat(answer.body()).startsWith("\uFEFF");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(sandbox.requests().entries("infobip").get(0).faults()).containsExactly("bom", "wrong-content-type");
    }

    @Test
    void anotherCharsetThanAnnouncedIsNoUtf8() throws Exception {
        fault("wrong-charset", "\"provider\": \"infobip\"");

        assertThat(infobip(sandbox, ACCOUNTS).body()).contains("M\uFFFDller & S\uFFFDn");
    }

    @Test
    void aListMayBeEmptyOrCut() throws Exception {
        fault("empty-list", "\"times\": 1");
        fault("partial-list", "\"rows\": 2");

        assertThat(infobip(sandbox, ACCOUNTS).body()).isEqualTo("{\"accounts\":[]}");
        assertThat(texts(accounts(), "name")).containsExactly("AccountName", "SecondAccountName");
    }

    @Test
    void rowsMayLackFields() throws Exception {
        fault("missing-fields", "");
        assertThat(texts(accounts(), "key")).containsExactly("", "C599FEF17318256ACBF987F6D75A156D", "");
        assertThat(account().has("account_id")).isFalse();
        sandbox.clearFaults();

        fault("missing-fields", "\"field\": \"status\", \"every\": 1");
        assertThat(texts(accounts(), "enabled")).containsExactly("", "", "");
        assertThat(account().has("active")).isFalse();
    }

    @Test
    void fieldsMayHaveAnotherType() throws Exception {
        fault("wrong-type", "");

        assertThat(account().path("account_id").isArray()).isTrue();
        assertThat(account().path("active").isTextual()).isTrue();
        assertThat(accounts().path(0).path("key").isObject()).isTrue();
        assertThat(accounts().path(0).path("enabled").isTextual()).isTrue();
    }

    @Test
    void aSingleAnswerMayBeAboutAnotherAccount() throws Exception {
        fault("another-account", "");

        assertThat(account().path("account_id").asLong()).isEqualTo(9999999);
        assertThat(JSON.readTree(infobip(sandbox, ACCOUNTS + "/_").body())
                        .path("key")
                        .asText())
                .isEqualTo("9999999");
    }

    @Test
    void rowsAndFieldsMayComeTwice() throws Exception {
        fault("duplicate-rows", "\"times\": 1");
        JsonNode rows = accounts();
        fault("duplicate-keys", "");
        String json = infobip(sandbox, ACCOUNTS).body();
        String xml = infobipXml(sandbox, ACCOUNTS).body();

        assertThat(rows).hasSize(4);
        assertThat(rows.path(3).path("key")).isEqualTo(rows.path(0).path("key"));
        assertThat(rows.path(3).path("name")).isNotEqualTo(rows.path(0).path("name"));
        assertThat(json).contains("\"enabled\":true,\"enabled\":\"twice\"");
        assertThat(xml).contains("<enabled>true</enabled><enabled>twice</enabled>");
    }

    @Test
    void numbersMayBeHugeAndNestingDeep() throws Exception {
        fault("huge-number", "\"times\": 1");
        fault("deep-json", "\"depth\": 3");

        assertThat(voximplant(sandbox, "GetAccountInfo", token).body()).contains("\"balance\":1e99999999");
        assertThat(voximplant(sandbox, "GetAccountInfo", token).body()).contains("\"deep\":[[[]]]");
        assertThat(infobipXml(sandbox, ACCOUNTS + "/_").body()).contains("<deep><d><d><d></d></d></d></deep>");
    }

    @Test
    void idsMayBeHostile() throws Exception {
        fault("hostile-ids", "");

        assertThat(texts(accounts(), "key")).contains("a/b", "..", "new\nline", "A".repeat(10_000));
        assertThat(account().path("account_id").asText()).isEqualTo("a/b");
    }

    @Test
    void aRedirectLeadsWhereCallersAreCounted() throws Exception {
        fault("redirect", "");
        var answer = infobip(sandbox, ACCOUNTS);
        String elsewhere = answer.headers().firstValue("Location").orElseThrow();

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(sandbox.requests().count("sandbox")).isZero();
        send("GET", sandbox.url() + elsewhere, "");
        assertThat(sandbox.requests().count("sandbox", "/sandbox/elsewhere")).isEqualTo(1);
    }

    @Test
    void xmlMayHoldBombsAndAskForMore() throws Exception {
        fault("xml-bomb", "\"times\": 1");
        fault("external-entity", "");

        assertThat(infobipXml(sandbox, ACCOUNTS).body()).contains("<!ENTITY e10 \"&e9;&e9;");
        assertThat(infobipXml(sandbox, ACCOUNTS).body())
                .contains("<!ENTITY outside SYSTEM \"" + sandbox.url() + "/sandbox/elsewhere\">");
    }

    @Test
    void aFaultThatAnswersDoesNotUseUpTheOthers() throws Exception {
        fault("server-error", "\"times\": 1");
        fault("empty-body", "\"times\": 1");

        assertThat(infobip(sandbox, ACCOUNTS).statusCode()).isEqualTo(500);
        assertThat(infobip(sandbox, ACCOUNTS).body()).isEmpty();
        assertThat(accounts()).hasSize(3);
        assertThat(sandbox.requests().entries("infobip").get(1).faults()).containsExactly("empty-body");
    }

    @Test
    void anUnknownFaultOrOptionNamesTheKnownOnes() throws Exception {
        String url = sandbox.url() + "/sandbox/faults";
        var unknown = send("POST", url, "{\"fault\": \"rate-limit\"}");
        var option = send("POST", url, "{\"fault\": \"slow\", \"second\": 1}");
        var type = send("POST", url, "{\"fault\": \"slow\", \"seconds\": \"1\"}");
        var provider = send("POST", url, "{\"fault\": \"slow\", \"provider\": \"acme\"}");
        var nonsense = send("POST", url, "slow");

        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("rate-limit'", "rate-limited", "xml-bomb");
        assertThat(option.statusCode()).isEqualTo(400);
        assertThat(option.body()).contains("second'", "seconds", "provider", "times");
        assertThat(type.statusCode()).isEqualTo(400);
        assertThat(type.body()).contains("NUMBER");
        assertThat(provider.body()).contains("voximplant, infobip");
        assertThat(nonsense.statusCode()).isEqualTo(400);
    }

    @Test
    void everyKnownFaultIsListedAndCanBeSwitchedOnAndOffOverHttp() throws Exception {
        String url = sandbox.url() + "/sandbox/faults";
        JsonNode known = JSON.readTree(send("GET", url, "").body()).path("known");
        for (String name :
                known.properties().stream().map(java.util.Map.Entry::getKey).toList()) {
            assertThat(send("POST", url, "{\"fault\": \"" + name + "\"}").statusCode())
                    .isEqualTo(201);
            assertThat(known.path(name).path("what").asText()).isNotEmpty();
        }
        JsonNode active = JSON.readTree(send("GET", url, "").body()).path("active");
        send("DELETE", url + "/" + active.path(0).path("id").asInt(), "");
        JsonNode fewer = JSON.readTree(send("GET", url, "").body()).path("active");
        send("DELETE", url, "");

        assertThat(active).hasSize(known.size());
        assertThat(fewer).hasSize(known.size() - 1);
        assertThat(JSON.readTree(send("GET", url, "").body()).path("active")).isEmpty();
        assertThat(catchThrowable(FaultsTest::accounts)).isNull();
    }

    @Test
    void credentialsAreNeverShown() throws Exception {
        infobip(sandbox, ACCOUNTS + "?apikey=hidden");
        voximplant(sandbox, "GetAccountInfo", token);
        String shown = send("GET", sandbox.url() + "/sandbox/requests", "").body();

        assertThat(shown)
                .contains("Aladdin", "3456750", "\"credential\":\"Basic ", "\"credential\":\"Bearer ")
                .doesNotContain("QWxhZGRpbjpvcGVuIHNlc2FtZQ", "open sesame", token, "hidden");
    }
}
