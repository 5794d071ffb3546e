package dev.accountfeed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accountfeed.RunningFeed;
import dev.accountfeed.sandbox.Sandbox;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beyond loopback, and without a token. */
class OpenHttpIT {

    private static final String SOURCES = """
            sources:
              - id: bip
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                every: 1d
                callback: {token: a-callback-token}
            """;

    @TempDir
    private Path folder;

    @Test
    void beyondLoopbackEverythingButHealthAndCallbacksNeedsTheToken() {
        int management = RunningFeed.freePort();
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                RunningFeed feed = RunningFeed.start(
                        folder,
                        sandbox,
                        SOURCES,
                        Map.of(
                                "feed.http.token", "open-sesame",
                                "camel.server.host", "0.0.0.0",
                                "camel.management.enabled", "true",
                                "camel.management.host", "0.0.0.0",
                                "camel.management.port", Integer.toString(management)))) {
            int port = feed.port();
            for (String path : new String[] {"/api/sources", "/api/events", "/", "/console/main.js", "/api/accounts"}) {
                assertThat(RawHttp.get(port, path).status()).as(path).isEqualTo(401);
            }
            assertThat(RawHttp.get(port, "/api/events", "Accept: text/event-stream")
                            .status())
                    .isEqualTo(401);
            String token = "Authorization: bearer open-sesame";
            assertThat(RawHttp.get(port, "/", token).status()).isEqualTo(200);
            assertThat(RawHttp.get(port, "/api/sources", token).status()).isEqualTo(200);
            assertThat(RawHttp.get(port, "/api/sources", token, "Host: evil.example")
                            .status())
                    .isEqualTo(421);
            assertThat(RawHttp.post(port, "/hooks/infobip/a-callback-token", "").status())
                    .isEqualTo(200);
            assertThat(RawHttp.get(management, "/observe/metrics").status()).isEqualTo(401);
            assertThat(RawHttp.get(management, "/observe/health").status()).isEqualTo(200);
        }
    }

    @Test
    void withoutATokenNobodyActs() {
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                RunningFeed feed = RunningFeed.start(folder, sandbox, SOURCES)) {
            assertThat(RawHttp.get(feed.port(), "/api/sources").status()).isEqualTo(200);
            RawHttp.Answer answer = RawHttp.post(feed.port(), "/api/sources/bip/poll", "", "Authorization: Bearer ");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("set feed.http.token");
        }
    }

    @Test
    void aPortThatIsTakenIsNoStartWithoutAServer() throws Exception {
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(other.getLocalPort());
            assertThatThrownBy(() -> RunningFeed.start(folder, sandbox, SOURCES, Map.of("camel.server.port", port)))
                    .hasStackTraceContaining("application.properties: port " + port + " of 127.0.0.1 cannot be used")
                    .hasStackTraceContaining("`camel.server.port`");
        }
    }
}
