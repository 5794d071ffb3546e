package dev.accountfeed.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
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
    void aFileThatIsReplacedByOneOfItsSizeAndTimeHasChanged() throws IOException {
        Path file = folder.resolve("sources.yaml");
        save(file, "every: 30s");
        Looker looker = new Looker(() -> Set.of(file), folder, new MovableClock());
        Look before = looker.look();

        save(folder.resolve("next.tmp"), "every: 60s");
        Files.move(folder.resolve("next.tmp"), file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(looker.look().changedSince(before)).containsExactly(file);
    }

    private static void save(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, SAME);
    }
}
