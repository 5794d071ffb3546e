package dev.accountfeed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.account.Json;
import dev.accountfeed.http.RawHttp.Answer;
import dev.accountfeed.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks for a poll within a trace finds the trace again in the events. */
class TraceIT {

    private static final String TOKEN = "Authorization: Bearer open-sesame";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OTHER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @TempDir
    private Path folder;

    private int balance;

    @Test
    void theTraceOfARequestIsThatOfItsEventsAndOfNoOthers() {
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                RunningFeed feed = RunningFeed.start(folder, sandbox, """
                        sources:
                          - {id: vox, provider: voximplant, url: $VOXIMPLANT, credentials: {file: $CREDENTIALS}, every: 1d}
                        """, Map.of("feed.http.token", "open-sesame"))) {
            assertThat(feed.events().get(0).has("traceparent")).isFalse();

            JsonNode traced = event(sandbox, feed, "/api/sources/vox/poll", "", "Traceparent: " + TRACE);
            assertThat(traced.path("traceparent").asText()).isEqualTo(TRACE);
            assertThat(traced.at("/data/op").asText()).isEqualTo("u");

            String command = "{\"command\": \"poll\", \"source\": \"vox\"}";
            assertThat(event(sandbox, feed, "/api/commands", command, "traceparent: " + OTHER)
                            .path("traceparent")
                            .asText())
                    .isEqualTo(OTHER);

            String snapshot = "{\"command\": \"snapshot\", \"source\": \"*\"}";
            JsonNode again = event(sandbox, feed, "/api/commands", snapshot, "traceparent: " + TRACE);
            assertThat(again.path("traceparent").asText()).isEqualTo(TRACE);
            assertThat(again.at("/data/op").asText()).isEqualTo("r");

            assertThat(event(sandbox, feed, "/api/sources/vox/poll", "", "X-None: 1")
                            .has("traceparent"))
                    .isFalse();
            assertThat(event(sandbox, feed, "/api/sources/vox/poll", "", "traceparent: 00-forged")
                            .has("traceparent"))
                    .isFalse();

            // Nobody asked the provider for a trace.
            assertThat(sandbox.requests().entries("voximplant").toString()).doesNotContain("0af7651916cd43dd8448eb2");
        }
    }

    /** The event of a change that a request leads to. */
    private JsonNode event(Sandbox sandbox, RunningFeed feed, String path, String body, String header) {
        sandbox.update("voximplant", sandbox.ids("voximplant").get(0), "{\"balance\": " + ++balance + "}");
        long before = feed.sequence();
        Answer answer = RawHttp.post(feed.port(), path, body, TOKEN, header);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(Json.tree(answer.body()).isObject()).isTrue();
        await().until(() -> feed.sequence() > before);
        return feed.eventsAfter(before).get(0);
    }
}
