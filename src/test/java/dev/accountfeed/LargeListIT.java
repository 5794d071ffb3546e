package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.PollResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand accounts in one list. */
class LargeListIT {

    private static final int MANY = 99_999;
    private static final List<String> BOTH = List.of("json", "xml");

    private static final String SOURCE =
            "  - {id: %1$s, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}, options: {format: %1$s, limit: 100000}, changes: {deleteAfter: 1}}\n";

    private static final String PROVIDERS = """
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 120s}
            """;

    @Test
    void everyAccountIsToldOnceAndAMissingOneDeleted(@TempDir Path folder) throws IOException {
        String sources = "sources:\n" + SOURCE.formatted("json") + SOURCE.formatted("xml") + PROVIDERS;
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC())) {
            sandbox.accounts(MANY);
            try (RunningFeed feed = RunningFeed.start(folder, sandbox, sources)) {
                assertThat(feed.sequence()).isEqualTo(2 * MANY);

                // Cut in the middle of what is spooled: nothing of it counts.
                int cut = sandbox.fault("{\"fault\": \"truncated\", \"percent\": 30}");
                assertThat(feed.poll(BOTH).values()).allMatch(result -> result.outcome() == Outcome.MALFORMED);
                assertThat(feed.sequence()).isEqualTo(2 * MANY);
                sandbox.clearFault(cut);

                sandbox.fault("{\"fault\": \"partial-list\", \"rows\": 99998}");
                for (PollResult missing : feed.poll(BOTH).values()) {
                    assertThat(missing.outcome()).isEqualTo(Outcome.OK);
                    assertThat(missing.rows()).isEqualTo(MANY - 1);
                }
                for (String source : BOTH) {
                    assertThat(feed.ops(source, 2 * MANY)).containsExactly("d:" + Sandbox.key(MANY));
                }
                try (Stream<Path> left = Files.list(feed.data().resolve("tmp"))) {
                    assertThat(left).isEmpty();
                }
            }
        }
    }
}
