package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.KeyFileForm;
import dev.accountfeed.sandbox.RequestLog;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.Poll;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of Voximplant's keys, tokens and answers, over HTTP and through the shipped routes. */
class VoximplantFormsIT {

    @TempDir
    private static Path folder;

    private static Sandbox sandbox;
    private static RunningFeed feed;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.start(0, Clock.systemUTC());
        StringBuilder sources = new StringBuilder("defaults: {every: 1d}\nsources:\n");
        for (KeyFileForm form : KeyFileForm.values()) {
            Path file = folder.resolve(id(form) + ".json");
            sandbox.voximplantCredentials(file, "3456750", form);
            sources.append(source(id(form), "{file: " + file + "}", "{}"));
        }
        sources.append(source("child", "{file: $CREDENTIALS, accountId: 3456751}", "{returnLiveBalance: false}"));
        sources.append("providers:\n  voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}\n");
        feed = RunningFeed.start(folder, sandbox, sources.toString());
    }

    private static String source(String id, String credentials, String options) {
        return """
                  - id: %s
                    provider: voximplant
                    url: $VOXIMPLANT
                    credentials: %s
                    options: %s
                """.formatted(id, credentials, options);
    }

    private static String id(KeyFileForm form) {
        return form.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @AfterAll
    static void stop() {
        feed.close();
        sandbox.close();
    }

    @AfterEach
    void calm() {
        sandbox.clearFaults();
    }

    @ParameterizedTest
    @EnumSource
    void keysOfEveryFormSignTokens(KeyFileForm form) {
        assertThat(feed.status(id(form)).outcome()).isEqualTo(Outcome.OK);
        assertThat(accounts(id(form))).singleElement().satisfies(account -> {
            assertThat(account.path("id").asText()).isEqualTo("3456750");
            assertThat(account.at("/balance/amount").asText()).isEqualTo("19772.35");
        });
    }

    @Test
    void aParentsKeyActsForAChild() {
        sandbox.requests().clear();

        List<JsonNode> accounts = accounts("child");

        assertThat(accounts.get(0).path("id").asText()).isEqualTo("3456751");
        assertThat(accounts.toString()).doesNotContain("live_balance").doesNotContain("sandbox-secret");
        RequestLog.Entry call = sandbox.requests().entries("voximplant").get(0);
        assertThat(call.caller()).isEqualTo("3456751");
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.query()).containsEntry("return_live_balance", "false");
        assertThat(call.headers()).containsEntry("Content-Type", "application/json");
    }

    @Test
    void aTokenIsSignedOnceForManyCalls() {
        sandbox.requests().clear();
        for (int i = 0; i < 5; i++) {
            accounts("pkcs1");
        }
        assertThat(sandbox.requests().entries("voximplant").stream().map(RequestLog.Entry::credential))
                .hasSize(5)
                .containsOnly(sandbox.requests().entries("voximplant").get(0).credential());
    }

    // The provider's clock is so many seconds ahead, or behind.
    @ParameterizedTest
    @ValueSource(ints = {300, 86_400, -300, -86_400})
    void aWrongClockIsCorrectedByTheDateHeader(int seconds) {
        sandbox.fault("{\"provider\": \"voximplant\", \"fault\": \"clock-skew\", \"seconds\": " + seconds + "}");
        for (String source : List.of("pkcs8", "child")) {
            assertThat(feed.read(source, account -> {}).outcome()).isEqualTo(Outcome.OK);
        }
        sandbox.requests().clear();
        accounts("pkcs8");
        assertThat(sandbox.requests().count("voximplant")).isEqualTo(1);
        sandbox.clearFaults();
        // Back to the right time, from whichever side.
        assertThat(feed.read("pkcs8", account -> {}).outcome()).isEqualTo(Outcome.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "100, token-refused",
        "447, token-refused",
        "455, token-refused",
        "456, token-refused",
        "104, refused",
        "135, refused",
        "137, refused",
        "161, refused",
        "433, refused",
        "454, refused",
        "162, throttled",
        "314, throttled",
        "340, throttled",
        "416, throttled",
        "484, throttled",
        "512, throttled",
        "514, throttled",
        "515, throttled",
        "101, unexpected",
        "102, unexpected",
        "103, unexpected",
        "105, unexpected",
        "115, unexpected",
        "127, unexpected",
        "131, unexpected",
        "281, unexpected",
        "282, unexpected",
        "317, unexpected",
        "9999, unexpected"
    })
    void codesMeanTheSameWhateverTheFormAndTheStatus(int code, String outcome) {
        for (String form : List.of("error", "errors")) {
            for (int status : List.of(200, 401, 500)) {
                sandbox.fault("{\"provider\": \"voximplant\", \"fault\": \"error-in-200\", \"code\": \"" + code
                        + "\", \"status\": " + status + ", \"form\": \"" + form + "\", \"field\": \"account_id\"}");
                sandbox.requests().clear();
                Poll poll = feed.read("pkcs8", account -> {});

                assertThat(poll.outcome()).as("%s with %s", form, status).isEqualTo(Outcome.of(outcome));
                assertThat(poll.message()).contains("code " + code);
                int calls = outcome.equals("token-refused") ? 2 : 1;
                assertThat(sandbox.requests().count("voximplant")).isEqualTo(calls);
                sandbox.clearFaults();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 99})
    void codesBelowAHundredPass(int code) {
        sandbox.fault("{\"provider\": \"voximplant\", \"fault\": \"error-in-200\", \"code\": \"" + code
                + "\", \"times\": 1}");

        assertThat(feed.read("pkcs8", account -> {}).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void theAddressThatIsPreferredIsToldAndNotFollowed() {
        sandbox.requests().clear();
        Poll poll = feed.read("pkcs8", account -> {});
        feed.read("pkcs8", account -> {});

        assertThat(poll.preferredAddress()).isEqualTo("api-node1.voximplant.com");
        assertThat(sandbox.requests().entries("voximplant"))
                .hasSize(2)
                .allMatch(call -> call.headers().get("Host").startsWith("127.0.0.1:"));
    }

    private static List<JsonNode> accounts(String source) {
        List<JsonNode> accounts = new ArrayList<>();
        feed.read(source, accounts::add);
        return accounts;
    }
}
