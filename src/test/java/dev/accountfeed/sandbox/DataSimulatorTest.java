package dev.accountfeed.sandbox;

import static dev.accountfeed.sandbox.Calls.JSON;
import static dev.accountfeed.sandbox.Calls.NOW;
import static dev.accountfeed.sandbox.Calls.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataSimulatorTest {

    private static final String BASIC = "Basic "
            + Base64.getEncoder()
                    .encodeToString("AC00000000000000000000000000000001:sandbox-auth-token"
                            .getBytes(StandardCharsets.US_ASCII));

    private Sandbox sandbox;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(0, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void twilioPagesUntilThereIsNoNextPage() throws Exception {
        for (int i = 0; i < 100; i++) {
            sandbox.put("twilio", "{\"sid\": \"AC" + i + "\", \"status\": \"active\"}");
        }
        Set<String> ids = new HashSet<>();
        String next = "/2010-04-01/Accounts.json";
        int pages = 0;
        while (next != null) {
            JsonNode page = JSON.readTree(send("GET", sandbox.url() + next, "", "Authorization", BASIC)
                    .body());
            page.path("accounts").forEach(account -> ids.add(account.path("sid").asText()));
            next = page.path("next_page_uri").textValue();
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(103);
    }

    @Test
    void twilioRefusesInItsOwnForm() throws Exception {
        var answer = send("GET", sandbox.url("twilio") + "/Accounts.json", "", "Authorization", "Basic eDp5");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree("""
                                {"code": 20003, "message": "Authenticate", "status": 401,
                                 "more_info": "https://www.twilio.com/docs/errors/20003"}
                                """));
    }

    @Test
    void telnyxAnswersTheDocumentedBalanceToABearer() throws Exception {
        String url = sandbox.url("telnyx") + "/balance";
        var balance = send("GET", url, "", "Authorization", "Bearer sandbox-bearer-key");
        var refused = send("GET", url, "", "Authorization", "Bearer other");

        assertThat(JSON.readTree(balance.body())).isEqualTo(JSON.readTree("""
                                {"data": {"record_type": "balance", "pending": "10.00", "balance": "300.00",
                                 "credit_limit": "100.00", "available_credit": "400.00", "currency": "USD"}}
                                """));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(refused.body()).at("/errors/0/code").asText()).isEqualTo("10009");
    }

    @Test
    void faultsWorkOnProvidersThatAreData() throws Exception {
        sandbox.fault("telnyx", "rate-limited");
        var answer = send("GET", sandbox.url("telnyx") + "/balance", "", "Authorization", "Bearer sandbox-bearer-key");

        assertThat(answer.statusCode()).isEqualTo(429);
    }
}
