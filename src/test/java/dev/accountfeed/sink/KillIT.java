package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.EventLog;
import dev.accountfeed.state.FolderInUseException;
import dev.accountfeed.state.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillIT {

    private static final int KILLS = Integer.getInteger("kills", 6);

    @TempDir
    Path folder;

    @Test
    void everyEventArrivesOnceHoweverOftenTheProcessIsKilled() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            Process process = start();
            try {
                assertThat(process.inputReader().readLine()).isEqualTo("ready");
                if (i == 0) {
                    assertThatThrownBy(() -> Database.open(folder)).isInstanceOf(FolderInUseException.class);
                }
                // The moment is left to chance on purpose: it is the kill that is tested, not a place in the code.
                boolean ended = process.waitFor(ThreadLocalRandom.current().nextInt(1, 400), TimeUnit.MILLISECONDS);
                assertThat(ended).as("it ran until it was killed").isFalse();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        try (Database database = Database.open(folder)) {
            Relay relay = KilledFeed.relay(folder, database);
            relay.start(Duration.ofSeconds(10));
            relay.close(Duration.ofSeconds(60));
            check(database);
        }
    }

    private void check(Database database) throws IOException {
        List<String> problems = new ArrayList<>();
        FeedVerifier verifier = new FeedVerifier(problems::add);
        new EventFiles(folder).forEachLine(verifier::accept);
        assertThat(problems).isEmpty();
        assertThat(verifier.summary().events())
                .isEqualTo(new EventLog(database).last())
                .isEqualTo(revisions(database))
                .isGreaterThan(KILLS);
    }

    /** Of all accounts together: as many as there are events. */
    private static long revisions(Database database) {
        AccountStateRepository repository = new AccountStateRepository(database, Samples.ENCODER);
        long[] sum = {0};
        for (int source = 0; source < 4; source++) {
            repository.forEachPresent("source-" + source, state -> sum[0] += state.revision());
        }
        return sum[0];
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        KilledFeed.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
