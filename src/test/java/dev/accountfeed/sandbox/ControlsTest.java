package dev.accountfeed.sandbox;

import static dev.accountfeed.sandbox.Calls.ACCOUNTS;
import static dev.accountfeed.sandbox.Calls.JSON;
import static dev.accountfeed.sandbox.Calls.NOW;
import static dev.accountfeed.sandbox.Calls.infobip;
import static dev.accountfeed.sandbox.Calls.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlsTest {

    private static final String KEY = "EF04794F718A3FC8C6DFA0B215B2CF24";

    private Sandbox sandbox;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(0, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private int control(String method, String path, String body) throws Exception {
        return send(method, sandbox.url() + "/sandbox/" + path, body).statusCode();
    }

    private JsonNode account(String key) throws Exception {
        return JSON.readTree(infobip(sandbox, ACCOUNTS + "/" + key).body());
    }

    @Test
    void accountsAreAddedChangedAndRemovedOverHttp() throws Exception {
        assertThat(control("PATCH", "accounts/infobip/" + KEY, "{\"enabled\": false, \"name\": null}"))
                .isEqualTo(204);
        assertThat(account(KEY).path("enabled").asBoolean()).isFalse();
        assertThat(account(KEY).has("name")).isFalse();

        assertThat(control("POST", "accounts/infobip", "{\"key\": \"NEW\", \"name\": \"New\", \"enabled\": true}"))
                .isEqualTo(204);
        assertThat(account("NEW").path("name").asText()).isEqualTo("New");

        assertThat(control("DELETE", "accounts/infobip/NEW", "")).isEqualTo(204);
        assertThat(infobip(sandbox, ACCOUNTS + "/NEW").statusCode()).isEqualTo(404);

        assertThat(control("POST", "accounts/infobip?count=7", "")).isEqualTo(204);
        assertThat(JSON.readTree(infobip(sandbox, ACCOUNTS).body()).path("accounts"))
                .hasSize(7);
    }

    @Test
    void whatCannotBeDoneIsSaid() throws Exception {
        assertThat(control("PATCH", "accounts/infobip/NOBODY", "{}")).isEqualTo(404);
        assertThat(control("DELETE", "accounts/infobip/NOBODY", "")).isEqualTo(404);
        assertThat(control("POST", "accounts/infobip", "{\"name\": \"without key\"}"))
                .isEqualTo(400);
        assertThat(control("PATCH", "accounts/infobip/" + KEY, "{\"key\": \"OTHER\"}"))
                .isEqualTo(400);
        assertThat(control("POST", "accounts/infobip", "no JSON")).isEqualTo(400);
        assertThat(control("GET", "accounts/acme", "")).isEqualTo(404);
        assertThat(control("POST", "accounts/voximplant?count=3", "")).isEqualTo(400);
    }

    @Test
    void callsAreCountedByProviderAndPathWithTheirTimes() throws Exception {
        infobip(sandbox, ACCOUNTS + "?limit=2");
        infobip(sandbox, ACCOUNTS);
        infobip(sandbox, ACCOUNTS + "/_");

        assertThat(sandbox.requests().count("infobip")).isEqualTo(3);
        assertThat(sandbox.requests().count("infobip", ACCOUNTS)).isEqualTo(2);
        assertThat(sandbox.requests().count("voximplant")).isZero();
        RequestLog.Entry first = sandbox.requests().entries("infobip").get(0);
        assertThat(first.time()).isEqualTo(NOW);
        assertThat(first.query()).containsEntry("limit", "2");
        assertThat(first.headers()).containsEntry("Accept", "application/json");

        JsonNode shown = JSON.readTree(
                send("GET", sandbox.url() + "/sandbox/requests", "").body());
        assertThat(shown.path("counts").path("infobip").path(ACCOUNTS).asInt()).isEqualTo(2);
        control("DELETE", "requests", "");
        assertThat(sandbox.requests().count("infobip")).isZero();
    }
}
