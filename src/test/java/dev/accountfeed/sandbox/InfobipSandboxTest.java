package dev.accountfeed.sandbox;

import static dev.accountfeed.sandbox.Calls.ACCOUNTS;
import static dev.accountfeed.sandbox.Calls.JSON;
import static dev.accountfeed.sandbox.Calls.NOW;
import static dev.accountfeed.sandbox.Calls.infobip;
import static dev.accountfeed.sandbox.Calls.infobipXml;
import static dev.accountfeed.sandbox.Calls.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InfobipSandboxTest {

    private static final String KEY = "EF04794F718A3FC8C6DFA0B215B2CF24";

    /** The payloads below are copied from Infobip's documentation, white space between the tags and tokens included. */
    private static final String ONE = """
            {
              "key": "EF04794F718A3FC8C6DFA0B215B2CF24",
              "ownerKey": "28A3FC8C615B2CF24E1DFA0BF04794F7",
              "name": "AccountName",
              "enabled": true
            }
            """;

    private static final String ONE_XML = """
            <?xml version='1.0' encoding='UTF-8'?>
            <account>
                <key>EF04794F718A3FC8C6DFA0B215B2CF24</key>
                <ownerKey>28A3FC8C615B2CF24E1DFA0BF04794F7</ownerKey>
                <name>AccountName</name>
                <enabled>true</enabled>
            </account>
            """;

    private static final String MAIN = """
            {
              "key": "28A3FC8C615B2CF24E1DFA0BF04794F7",
              "name": "Main account name",
              "enabled": true
            }
            """;

    private static final String ALL = """
            {
                "accounts": [
                {
                    "key": "EF04794F718A3FC8C6DFA0B215B2CF24",
                    "ownerKey": "28A3FC8C615B2CF24E1DFA0BF04794F7",
                    "name": "AccountName",
                    "enabled": true
                    },
                {
                    "key": "C599FEF17318256ACBF987F6D75A156D",
                    "ownerKey": "28A3FC8C615B2CF24E1DFA0BF04794F7",
                    "name": "SecondAccountName",
                    "enabled": true
                    },
                {
                    "key": "02D7060AA84699271CD92369F2DEBABF",
                    "ownerKey": "28A3FC8C615B2CF24E1DFA0BF04794F7",
                    "name": "DisabledAccount",
                    "enabled": false
                    }
              ]
            }
            """;

    private static final String ENABLED_XML = """
            <?xml version='1.0' encoding='UTF-8'?>
            <accountsResponse>
              <accounts>
                <account>
                  <key>EF04794F718A3FC8C6DFA0B215B2CF24</key>
                  <ownerKey>28A3FC8C615B2CF24E1DFA0BF04794F7</ownerKey>
                  <name>AccountName</name>
                  <enabled>true</enabled>
                </account>
                <account>
                  <key>C599FEF17318256ACBF987F6D75A156D</key>
                  <ownerKey>28A3FC8C615B2CF24E1DFA0BF04794F7</ownerKey>
                  <name>SecondAccountName</name>
                  <enabled>true</enabled>
                </account>
              </accounts>
            </accountsResponse>
            """;

    private static final String UNAUTHORIZED = """
            {"requestError": {"serviceException": {"messageId": "UNAUTHORIZED", "text": "Invalid login details"}}}
            """;

    private Sandbox sandbox;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(0, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static void assertSameJson(String actual, String expected) throws Exception {
        assertThat(JSON.readTree(actual)).isEqualTo(JSON.readTree(expected));
    }

    private static void assertSameXml(String actual, String expected) {
        assertThat(actual.replaceAll(">\\s+<", "><").strip())
                .isEqualTo(expected.replaceAll(">\\s+<", "><").strip());
    }

    private List<String> keys(String query) throws Exception {
        List<String> keys = new ArrayList<>();
        JSON.readTree(infobip(sandbox, ACCOUNTS + query).body())
                .path("accounts")
                .forEach(account -> keys.add(account.path("key").asText()));
        return keys;
    }

    @Test
    void theDocumentsExamplesAreAnswered() throws Exception {
        assertSameJson(infobip(sandbox, ACCOUNTS).body(), ALL);
        assertSameJson(infobip(sandbox, ACCOUNTS + "/" + KEY).body(), ONE);
        assertSameJson(infobip(sandbox, ACCOUNTS + "/_").body(), MAIN);
        assertSameXml(infobipXml(sandbox, ACCOUNTS + "/" + KEY).body(), ONE_XML);
        assertSameXml(infobipXml(sandbox, ACCOUNTS + "?enabled=true").body(), ENABLED_XML);
    }

    @Test
    void aNameGivesAListInJsonAndABareAccountInXml() throws Exception {
        assertSameJson(infobip(sandbox, ACCOUNTS + "?name=AccountName").body(), "{\"accounts\": [" + ONE + "]}");
        assertSameXml(infobipXml(sandbox, ACCOUNTS + "?name=AccountName").body(), ONE_XML);
    }

    @Test
    void withoutALimitTheLastFortyAreAnswered() throws Exception {
        sandbox.accounts(41);

        assertThat(keys("")).hasSize(40).startsWith(Sandbox.key(2)).endsWith(Sandbox.key(41));
        assertThat(keys("?limit=1000")).hasSize(41).startsWith(Sandbox.key(1));
        assertThat(keys("?limit=2")).containsExactly(Sandbox.key(40), Sandbox.key(41));
    }

    @Test
    void generatedAccountsCanChangeGoAndComeBack() throws Exception {
        sandbox.accounts(20);
        sandbox.update("infobip", Sandbox.key(3), "{\"enabled\": false}");
        sandbox.remove("infobip", Sandbox.key(4));
        sandbox.put(
                "infobip", "{\"key\": \"NEW\", \"ownerKey\": \"28A3FC8C615B2CF24E1DFA0BF04794F7\", \"enabled\": true}");

        assertThat(keys("")).hasSize(20).doesNotContain(Sandbox.key(4)).endsWith("NEW");
        assertThat(keys("?enabled=false")).containsExactly(Sandbox.key(3), Sandbox.key(10), Sandbox.key(20));
        assertThat(infobip(sandbox, ACCOUNTS + "/" + Sandbox.key(4)).statusCode())
                .isEqualTo(404);
        assertThat(infobip(sandbox, ACCOUNTS + "/" + Sandbox.key(21)).statusCode())
                .isEqualTo(404);
        assertThat(sandbox.remove("infobip", Sandbox.key(4))).isFalse();
    }

    @Test
    void aKeyExcludesFilters() throws Exception {
        var answer = infobip(sandbox, ACCOUNTS + "/" + KEY + "?enabled=true");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertSameJson(answer.body(), """
                {
                  "requestError": {
                    "serviceException": {
                      "messageId": "BAD_REQUEST",
                      "text": "Bad request"
                    }
                  }
                }
                """);
    }

    @Test
    void onlyTheRightCredentialsAreLetIn() throws Exception {
        String url = sandbox.url("infobip") + ACCOUNTS;
        var none = send("GET", url, "");
        var wrong = send("GET", url, "", "Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZT8=");
        var key = send("GET", url, "", "Authorization", "App " + sandbox.infobipApiKey());
        sandbox.revokeInfobipApiKey(sandbox.infobipApiKey());
        var revoked = send("GET", url, "", "Authorization", "App " + sandbox.infobipApiKey());

        assertThat(none.statusCode()).isEqualTo(401);
        assertSameJson(none.body(), UNAUTHORIZED);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(key.statusCode()).isEqualTo(200);
        assertThat(revoked.statusCode()).isEqualTo(401);
    }

    @Test
    void refusalsComeInEveryDocumentedForm() throws Exception {
        String url = sandbox.url("infobip") + ACCOUNTS;
        var xml = send("GET", url, "", "Accept", "application/xml");
        assertThat(xml.body())
                .isEqualTo("<?xml version='1.0' encoding='UTF-8'?>\n<requestError><serviceException>"
                        + "<messageId>UNAUTHORIZED</messageId><text>Invalid login details</text>"
                        + "</serviceException></requestError>");

        int older = sandbox.fault("{\"fault\": \"error-form\", \"form\": \"ApiException\"}");
        assertThat(send("GET", url, "", "Accept", "application/xml").body())
                .contains("<ApiException><requestError><serviceException><messageId>UNAUTHORIZED");
        sandbox.clearFault(older);

        sandbox.fault("{\"fault\": \"error-form\", \"form\": \"errorCode\"}");
        var newer = JSON.readTree(send("GET", url, "").body());
        assertThat(newer.path("errorCode").asText()).isEqualTo("E401");
        assertThat(newer.path("description").asText()).isEqualTo("Invalid login details");
    }

    @Test
    void anEmptyListIsAListInBothForms() throws Exception {
        assertSameJson(infobip(sandbox, ACCOUNTS + "?name=nobody").body(), "{\"accounts\": []}");
        assertThat(infobipXml(sandbox, ACCOUNTS + "?name=nobody").body())
                .contains("<accountsResponse><accounts></accounts></accountsResponse>");
    }

    @Test
    void theBalanceIsThatOfTheCallersAccount() throws Exception {
        assertSameJson(infobip(sandbox, "/account/1/balance").body(), "{\"balance\": 47.79134, \"currency\": \"EUR\"}");
        assertThat(JSON.readTree(infobip(sandbox, "/account/1/total-balance").body())
                        .path("currency")
                        .isObject())
                .isTrue();
    }

    @Test
    void aHostThatIsDownComesBackOnItsPort() throws Exception {
        sandbox.down();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> infobip(sandbox, ACCOUNTS)))
                .isInstanceOf(java.net.ConnectException.class);

        sandbox.up();
        assertThat(infobip(sandbox, ACCOUNTS).statusCode()).isEqualTo(200);
    }
}
