package dev.accountfeed.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookerTest {

    private static final FileTime SAME = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    /** As archives are unpacked whose files all have one time, so that they are the same whenever they are made. */
    @Test
    void aFileThatIsWrittenAnewWithItsSizeAndTimeHasChanged() throws IOException {
        Path file = folder.resolve("sources.yaml");
        save(file, "every: 30s");
        MovableClock clock = new MovableClock();
        Looker looker = new Looker(() -> Set.of(file), folder, clock);
        // Else it would be read again anyway, as it is new.
        clock.advance(Duration.ofMinutes(1));
        Look before = looker.look();

        Object written = Files.getAttribute(file, "unix:ctime");
        await().until(() -> {
            Files.delete(file);
            save(file, "every: 60s");
            return !Files.getAttribute(file, "unix:ctime").equals(written);
        });

        assertThat(looker.look().changedSince(before)).containsExactly(file);
    }

    private static void save(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, SAME);
    }
}
