package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.RequestLog;
import dev.accountfeed.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that take several calls: pages, children beside their parent, a balance beside its account. */
class SeveralCallsIT {

    private static final String TWILIO = """
            sources:
              - id: twi
                provider: twilio
                url: $SANDBOX/2010-04-01
                credentials: {username: AC00000000000000000000000000000001, password: sandbox-auth-token}
                every: 1d
            providers:
              twilio: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
            """;

    private static final String CHILDREN = """
            sources:
              - id: vox
                provider: voximplant
                url: $VOXIMPLANT
                credentials: {file: $CREDENTIALS}
                every: 1d
                options: {children: true}
            providers:
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 5s}
            """;

    private static final String OWN_ACCOUNTS = """
            defaults: {every: 1d}
            sources:
              - id: tel
                provider: telnyx
                url: $SANDBOX/v2
                credentials: {token: sandbox-bearer-key}
                options: {accountId: main}
              - id: own
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                options: {key: _, balance: true}
              - id: own-xml
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                options: {key: _, balance: true, format: xml}
            providers:
              telnyx: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
            """;

    private static final String MAIN_SID = "AC00000000000000000000000000000001";
    private static final String OWN_KEY = "28A3FC8C615B2CF24E1DFA0BF04794F7";

    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(0, Clock.systemUTC());
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void nothingOfAPagedListCountsBeforeItsLastPage() {
        for (int i = 4; i <= 120; i++) {
            sandbox.put("twilio", twilio(i, "active"));
        }
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, TWILIO)) {
            assertThat(feed.ops()).hasSize(120).allMatch(op -> op.startsWith("r:AC"));
            assertThat(pages("twilio", "Page")).containsExactly(null, "1", "2");
            assertThat(sandbox.requests().entries("twilio"))
                    .allMatch(call -> "50".equals(call.query().get("PageSize")));

            sandbox.update("twilio", MAIN_SID, "{\"status\": \"suspended\"}");
            sandbox.requests().clear();
            sandbox.fault("{\"provider\": \"twilio\", \"fault\": \"server-error\", \"after\": 2, \"times\": 1}");
            assertThat(feed.poll("twi").outcome()).isEqualTo(Outcome.OK);
            assertThat(pages("twilio", "Page")).containsExactly(null, "1", "2", null, "1", "2");
            assertThat(feed.ops()).hasSize(121).endsWith("u:" + MAIN_SID);

            sandbox.update("twilio", MAIN_SID, "{\"status\": \"closed\"}");
            sandbox.remove("twilio", sid(120));
            int fault = sandbox.fault(
                    "{\"provider\": \"twilio\", \"fault\": \"forbidden\", \"path\": \"/2010-04-01/*\", \"after\": 1}");
            assertThat(feed.poll("twi").outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(feed.ops()).hasSize(121);

            sandbox.clearFault(fault);
            feed.poll("twi");
            assertThat(feed.ops()).hasSize(122).endsWith("u:" + MAIN_SID);
            feed.poll("twi");
            assertThat(feed.ops()).hasSize(123).endsWith("d:" + sid(120));
        }
    }

    @Test
    void aRouteThatTakesNoAnswerCallsOnceAndIsNamed() throws Exception {
        Path routes = TestRoutes.smallAnswers(folder);
        Path route = routes.resolve("twilio/twilio-account.camel.yaml");
        Files.writeString(route, Files.readString(route).replaceFirst("\\s*- process:\\s*ref: answers.list", ""));

        try (RunningFeed feed = RunningFeed.start(folder, sandbox, TWILIO, Map.of("feed.routes", routes.toString()))) {
            assertThat(feed.status("twi").outcome()).isEqualTo(Outcome.INTERNAL);
            assertThat(feed.status("twi").message())
                    .endsWith("the route twilio-account-fetch has ended, and neither answers.single nor answers.list"
                            + " took an answer");
            assertThat(sandbox.requests().entries("twilio")).hasSize(1);
        }
    }

    @Test
    void childrenAreAccountsOfTheirParentsSource() {
        for (int i = 0; i < 248; i++) {
            sandbox.put("voximplant", child(5_000_000 + i));
        }
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, CHILDREN)) {
            // Two of the sandbox's own, 248 more, and their parent.
            assertThat(feed.ops()).hasSize(251).contains("r:3456750", "r:3456751", "r:5000247");
            assertThat(pages("voximplant", "offset")).containsExactly(null, "0", "100", "200");
            assertThat(feed.events().toString()).doesNotContain("sandbox-secret");

            sandbox.fault(onChildren("empty-list", ""));
            assertThat(feed.poll("vox").outcome()).isEqualTo(Outcome.PARTIAL);
            assertThat(feed.poll("vox").outcome()).isEqualTo(Outcome.PARTIAL);
            assertThat(feed.poll("vox").outcome()).isEqualTo(Outcome.PARTIAL);
            assertThat(feed.ops()).hasSize(251);
            sandbox.clearFaults();

            sandbox.requests().clear();
            sandbox.fault(onChildren("partial-list", ", \"rows\": 50"));
            assertThat(feed.poll("vox").outcome()).isEqualTo(Outcome.OK);
            assertThat(pages("voximplant", "offset")).containsExactly(null, "0", "50", "100", "150", "200");
            sandbox.clearFaults();

            sandbox.fault("{\"provider\": \"voximplant\", \"fault\": \"another-account\","
                    + " \"path\": \"/platform_api/GetAccountInfo\", \"times\": 1}");
            assertThat(feed.poll("vox").outcome()).isEqualTo(Outcome.IDENTITY_CHANGED);
            assertThat(feed.ops()).hasSize(251);

            sandbox.remove("voximplant", "5000100");
            feed.poll("vox");
            assertThat(feed.ops()).hasSize(251);
            feed.poll("vox");
            assertThat(feed.ops()).hasSize(252).endsWith("d:5000100");
            assertThat(feed.held("vox")).isEmpty();
        }
    }

    @Test
    void anEmptyListOfChildrenHoldsTheirDeletesThoughTheirParentIsThere() {
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, CHILDREN)) {
            assertThat(feed.ops()).containsExactlyInAnyOrder("r:3456750", "r:3456751", "r:3456752");

            sandbox.remove("voximplant", "3456751");
            sandbox.remove("voximplant", "3456752");
            for (int i = 0; i < 3; i++) {
                assertThat(feed.poll("vox").outcome()).isEqualTo(Outcome.EMPTY_LIST);
            }
            assertThat(feed.ops()).hasSize(3);
            assertThat(feed.held("vox")).containsExactly(Map.entry("empty-list", 2L));
        }
    }

    @Test
    void aBalanceIsPartOfTheAccountThatItIsAskedFor() {
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, OWN_ACCOUNTS)) {
            assertThat(feed.ops()).containsExactlyInAnyOrder("r:main", "r:" + OWN_KEY, "r:" + OWN_KEY);
            assertThat(balances(feed, "infobip"))
                    .containsExactly(
                            "{\"amount\":47.79134,\"currency\":\"EUR\"}", "{\"amount\":47.79134,\"currency\":\"EUR\"}");
            assertThat(balances(feed, "telnyx"))
                    .containsExactly("{\"amount\":300.00,\"currency\":\"USD\",\"creditLimit\":100.00}");

            sandbox.update("infobip", OWN_KEY, "{\"~balance\": 12.5}");
            for (String source : List.of("own", "own-xml")) {
                sandbox.fault("{\"provider\": \"infobip\", \"fault\": \"forbidden\", \"path\": \"/account/1/balance\","
                        + " \"times\": 1}");
                assertThat(feed.poll(source).outcome()).isEqualTo(Outcome.REFUSED);
                sandbox.fault(
                        "{\"provider\": \"infobip\", \"fault\": \"error-in-200\", \"path\": \"/account/1/balance\","
                                + " \"code\": \"TOO_MANY_REQUESTS\", \"times\": 1}");
                assertThat(feed.poll(source).outcome()).isEqualTo(Outcome.THROTTLED);
                sandbox.fault("{\"provider\": \"infobip\", \"fault\": \"empty-list\", \"path\": \"/account/1/balance\","
                        + " \"times\": 2}");
                assertThat(feed.poll(source).outcome()).isEqualTo(Outcome.MALFORMED);
                assertThat(feed.poll(source).outcome()).isEqualTo(Outcome.OK);
            }
            assertThat(feed.events())
                    .filteredOn(event -> event.at("/data/op").asText().equals("u"))
                    .hasSize(2)
                    .allMatch(event -> event.at("/data/changed").toString().equals("[\"/balance/amount\"]"))
                    .allMatch(event ->
                            event.at("/data/after/balance/amount").asText().equals("12.5"));
        }
    }

    private static List<String> balances(RunningFeed feed, String provider) {
        return feed.events().stream()
                .map(event -> event.at("/data/after"))
                .filter(account -> account.path("provider").asText().equals(provider))
                .map(account -> account.path("balance"))
                .map(JsonNode::toString)
                .toList();
    }

    private List<String> pages(String provider, String parameter) {
        return sandbox.requests().entries(provider).stream()
                .map(RequestLog.Entry::query)
                .map(query -> query.get(parameter))
                .toList();
    }

    private static String onChildren(String fault, String option) {
        return "{\"provider\": \"voximplant\", \"fault\": \"" + fault
                + "\", \"path\": \"/platform_api/GetChildrenAccounts\"" + option + "}";
    }

    private static String sid(int number) {
        return String.format(Locale.ROOT, "AC%032d", number);
    }

    private static String twilio(int number, String status) {
        return "{\"sid\": \"" + sid(number) + "\", \"owner_account_sid\": \"" + MAIN_SID
                + "\", \"friendly_name\": \"n\"," + " \"status\": \"" + status
                + "\", \"auth_token\": \"sandbox-secret\"}";
    }

    private static String child(int id) {
        return "{\"~parent\": \"3456750\", \"account_id\": " + id + ", \"account_name\": \"child\", \"active\": true,"
                + " \"api_key\": \"sandbox-secret-" + id + "\"}";
    }
}
