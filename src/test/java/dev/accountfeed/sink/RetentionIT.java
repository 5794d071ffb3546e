package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.RunningFeed;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored events stay until they are old and every sink has them. */
class RetentionIT {

    @TempDir
    private Path folder;

    @Test
    void oldEventsGoWhenTheSinkHasThemAndNotBefore() throws IOException {
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                RunningFeed feed = RunningFeed.start(folder, sandbox, """
                        sources:
                          - {id: vox, provider: voximplant, url: $VOXIMPLANT, credentials: {file: $CREDENTIALS}, every: 1d}
                        """)) {
            EventLog log = feed.bean("eventLog", EventLog.class);
            Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(8));
            Relay behind = new Relay("behind", log, null, events -> {}, Clock.systemUTC());
            new Retention(log, List.of(behind), () -> Duration.ofDays(7), later).prune();
            assertThat(feed.events()).hasSize(1);

            new Retention(log, List.of(), () -> Duration.ofDays(7), Clock.systemUTC()).prune();
            assertThat(feed.events()).hasSize(1);

            Relay delivered = new Relay("delivered", log, null, events -> {}, Clock.systemUTC());
            delivered.start(Duration.ofSeconds(5));
            await().until(() -> delivered.status().position() == log.last());
            new Retention(log, List.of(delivered), () -> Duration.ofDays(7), later).prune();
            assertThat(feed.events()).isEmpty();
            delivered.close(Duration.ofSeconds(5));
        }
    }
}
