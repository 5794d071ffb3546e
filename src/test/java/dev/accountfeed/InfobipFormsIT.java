package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.RequestLog;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.Poll;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of Infobip's answers, over HTTP and through the shipped routes, in both formats. */
class InfobipFormsIT {

    private static final String FIRST = "EF04794F718A3FC8C6DFA0B215B2CF24";
    private static final String SECOND = "C599FEF17318256ACBF987F6D75A156D";
    private static final String DISABLED = "02D7060AA84699271CD92369F2DEBABF";
    private static final String OWN = "28A3FC8C615B2CF24E1DFA0BF04794F7";

    private static final Map<String, String> FORMS = Map.of(
            "key", "key: " + FIRST,
            "own", "key: _",
            "name", "name: AccountName",
            "odd-name", "name: \"Müller & Søn +100%\"",
            "enabled", "enabled: true",
            "disabled", "enabled: false",
            "limit", "limit: 40",
            "small-limit", "limit: 40, maxLimit: 400",
            "all", "");

    @TempDir
    private static Path folder;

    private static Sandbox sandbox;
    private static RunningFeed feed;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(0, Clock.systemUTC());
        StringBuilder sources = new StringBuilder("defaults: {every: 1d}\nsources:\n");
        FORMS.forEach((name, options) -> List.of("json", "xml")
                .forEach(format -> sources.append(
                        """
                  - id: %s-%s
                    provider: infobip
                    url: $SANDBOX/
                    credentials: {username: Aladdin, password: open sesame}
                    options: {%s, format: %s}
                """.formatted(name, format, options.isEmpty() ? "maxLimit: 100000" : options, format))));
        sources.append("providers:\n  infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 30s}\n");
        feed = RunningFeed.start(folder, sandbox, sources.toString());
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
    @ValueSource(strings = {"json", "xml"})
    void everyParameterBringsItsAccounts(String format) {
        assertThat(ids("key-" + format)).containsExactly(FIRST);
        assertThat(ids("own-" + format)).containsExactly(OWN);
        assertThat(ids("name-" + format)).containsExactly(FIRST);
        assertThat(ids("odd-name-" + format)).isEmpty();
        assertThat(ids("enabled-" + format)).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(ids("disabled-" + format)).containsExactly(DISABLED);
        assertThat(ids("limit-" + format)).containsExactlyInAnyOrder(FIRST, SECOND, DISABLED);
        assertThat(ids("all-" + format)).containsExactlyInAnyOrder(FIRST, SECOND, DISABLED);
        assertThat(feed.status("all-" + format).outcome()).isEqualTo(Outcome.OK);
        assertThat(feed.status("name-" + format).outcome()).isEqualTo(Outcome.FILTERED);
        assertThat(feed.status("odd-name-" + format).outcome()).isEqualTo(Outcome.FILTERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void theAccountsOfBothFormatsAreTheDocuments(String format) {
        List<JsonNode> all = new ArrayList<>();
        feed.read("all-" + format, all::add);

        assertThat(all.toString().replace("}, {", "},{"))
                .isEqualTo(
                        "[{\"provider\":\"infobip\",\"id\":\"" + FIRST + "\",\"ownerId\":\"" + OWN
                                + "\",\"name\":\"AccountName\",\"status\":\"active\",\"attributes\":{\"enabled\":true}},"
                                + "{\"provider\":\"infobip\",\"id\":\"" + SECOND + "\",\"ownerId\":\"" + OWN
                                + "\",\"name\":\"SecondAccountName\",\"status\":\"active\",\"attributes\":{\"enabled\":true}},"
                                + "{\"provider\":\"infobip\",\"id\":\"" + DISABLED + "\",\"ownerId\":\"" + OWN
                                + "\",\"name\":\"DisabledAccount\",\"status\":\"disabled\",\"attributes\":{\"enabled\":false}}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void callsAskForTheFormatAndSendNoContentType(String format) {
        sandbox.requests().clear();
        feed.read("odd-name-" + format, account -> {});
        feed.read("own-" + format, account -> {});

        List<RequestLog.Entry> calls = sandbox.requests().entries("infobip");
        assertThat(calls).hasSize(2).allSatisfy(call -> {
            assertThat(call.method()).isEqualTo("GET");
            assertThat(call.headers())
                    .containsEntry("Accept", "application/" + format)
                    .doesNotContainKey("Content-Type");
            assertThat(call.path()).doesNotContain("//");
        });
        assertThat(calls.get(0).query()).containsEntry("name", "Müller & Søn +100%");
        assertThat(calls.get(1).query()).isEmpty();
    }

    // The limits are asked for one after the other, ten times larger each time.
    @ParameterizedTest
    @CsvSource({
        "0, limit, ok, 40",
        "1, limit, ok, 40",
        "39, limit, ok, 40",
        "40, limit, ok, 40 400",
        "41, limit, ok, 40 400",
        "1000, all, silent-cap, 1000 10000",
        "1001, all, ok, 1000 10000",
        "400, small-limit, limit-reached, 40 400",
        "1000, small-limit, limit-reached, 40 400",
        "100000, all, limit-reached, 1000 10000 100000",
    })
    void listsOfEverySizeAreReadWhole(int size, String source, String outcome, String limits) {
        List<JsonNode> before = sandbox.ids("infobip").stream()
                .map(id -> sandbox.account("infobip", id).orElseThrow())
                .toList();
        sandbox.accounts(size);
        try {
            for (String format : List.of("json", "xml")) {
                sandbox.requests().clear();
                Set<String> ids = new HashSet<>();
                Poll poll = feed.read(
                        source + "-" + format,
                        account -> ids.add(account.path("id").asText()));

                int read = source.startsWith("small") ? Math.min(size, 400) : size;
                assertThat(ids).hasSize(read);
                assertThat(read == 0 || ids.contains(Sandbox.key(size))).isTrue();
                assertThat(poll.outcome()).isEqualTo(Outcome.of(outcome));
                assertThat(sandbox.requests().entries("infobip").stream()
                                .map(call -> call.query().get("limit")))
                        .containsExactly(limits.split(" "));
            }
        } finally {
            sandbox.clear("infobip");
            before.forEach(account -> sandbox.put("infobip", account.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unauthorized, refused",
        "forbidden, refused",
        "not-found, not-found",
        "rate-limited, throttled",
    })
    void refusalsAreUnderstoodInEveryForm(String fault, String outcome) {
        for (String form : List.of("requestError", "ApiException", "errorCode")) {
            for (String source : List.of("own-json", "own-xml", "all-json", "all-xml")) {
                sandbox.fault("{\"provider\": \"infobip\", \"fault\": \"" + fault + "\", \"form\": \"" + form + "\"}");
                Poll poll = feed.read(source, account -> {});

                assertThat(poll.outcome()).as("%s of %s", form, source).isEqualTo(Outcome.of(outcome));
                assertThat(poll.message()).doesNotContain("QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
                sandbox.clearFaults();
            }
        }
    }

    @Test
    void aCodeInA200CountsAsTheRefusalThatItIs() {
        for (String source : List.of("own-json", "own-xml", "all-json", "all-xml")) {
            sandbox.fault("{\"provider\": \"infobip\", \"fault\": \"error-in-200\", \"code\": \"FORBIDDEN\"}");
            assertThat(feed.read(source, account -> {}).outcome()).as(source).isEqualTo(Outcome.REFUSED);
            sandbox.clearFaults();
        }
    }

    private static List<String> ids(String source) {
        List<String> ids = new ArrayList<>();
        feed.read(source, account -> ids.add(account.path("id").asText()));
        return ids;
    }
}
