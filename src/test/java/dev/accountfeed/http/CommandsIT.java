package dev.accountfeed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.RunningFeed;
import dev.accountfeed.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsIT {

    private static final String TOKEN = "Authorization: Bearer open-sesame";

    @TempDir
    private Path folder;

    @Test
    void commandsReachTheFeedWhateverTheyAreAbout() {
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                RunningFeed feed = RunningFeed.start(folder, sandbox, """
                        sources:
                          - id: bip
                            provider: infobip
                            url: $SANDBOX
                            credentials: {username: Aladdin, password: open sesame}
                            every: 1d
                        """, Map.of("feed.http.token", "open-sesame"))) {
            assertThat(run(feed, "accept-deletes", "none")).isEqualTo(404);
            assertThat(run(feed, "poll", "none")).isEqualTo(404);
            assertThat(run(feed, "forget", "bip")).isEqualTo(400);

            assertThat(run(feed, "snapshot", "*")).isEqualTo(202);
            await().untilAsserted(() -> assertThat(told(feed, 3)).containsExactly("r 2", "r 2", "r 2"));

            sandbox.clear("infobip");
            assertThat(run(feed, "poll", "*")).isEqualTo(202);
            await().until(() -> feed.held("bip").containsKey("empty-list"));
            assertThat(run(feed, "accept-deletes", "bip")).isEqualTo(202);
            await().untilAsserted(() -> assertThat(told(feed, 6)).containsExactly("d 3", "d 3", "d 3"));
        }
    }

    private static List<String> told(RunningFeed feed, long after) {
        return feed.eventsAfter(after).stream()
                .map(event -> event.at("/data/op").asText() + " " + event.at("/data/revision"))
                .toList();
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
