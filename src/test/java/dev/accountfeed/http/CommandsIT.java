package dev.accountfeed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.RunningFeed;
import dev.accountfeed.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsIT {

    private static final String TOKEN = "Authorization: Bearer open-sesame";

    @TempDir
    private Path folder;

    /** In place of the feed's own. */
    public static final class Orders {

        private final List<String> given = new CopyOnWriteArrayList<>();

        public long snapshot(String sourceId) {
            given.add("snapshot " + sourceId);
            return 1;
        }

        public long accept(String sourceId, String trigger) {
            given.add("accept " + sourceId + " " + trigger);
            return 1;
        }
    }

    @Test
    void commandsReachTheFeedWhateverTheyAreAbout() {
        Orders orders = new Orders();
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                RunningFeed feed = RunningFeed.start(folder, sandbox, """
                        sources:
                          - id: bip
                            provider: infobip
                            url: $SANDBOX
                            credentials: {username: Aladdin, password: open sesame}
                            every: 1d
                        """, Map.of("feed.http.token", "open-sesame"))) {
            feed.bind(CommandsApi.BEAN, orders);
            assertThat(run(feed, "snapshot", "*")).isEqualTo(202);
            assertThat(run(feed, "accept-deletes", "bip")).isEqualTo(202);
            assertThat(run(feed, "accept-deletes", "none")).isEqualTo(404);
            assertThat(run(feed, "poll", "*")).isEqualTo(202);
            assertThat(run(feed, "poll", "none")).isEqualTo(404);
            assertThat(run(feed, "forget", "bip")).isEqualTo(400);
            await().untilAsserted(() -> assertThat(orders.given).containsExactly("snapshot *", "accept bip http"));
        }
    }

    private static int run(RunningFeed feed, String command, String source) {
        return RawHttp.post(
                        feed.port(),
                        "/api/commands",
                        "{\"command\": \"" + command + "\", \"source\": \"" + source + "\"}",
                        TOKEN)
                .status();
    }
}
