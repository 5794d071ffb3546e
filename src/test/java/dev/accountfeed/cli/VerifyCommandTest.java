package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.sink.FilePermissions;
import dev.accountfeed.sink.FileSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyCommandTest {

    @TempDir
    Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aSoundFeedIsZeroAndATornLastLineDoesNotCount() throws IOException {
        append(1, 1);
        append(2, 2);
        Files.writeString(file(), "{\"id\":\"gen", StandardOpenOption.APPEND);
        assertThat(verify("file", "--data", data.toString())).isZero();
        assertThat(out.toString()).isEqualTo("2 events, 1 accounts, 0 problems\n");
    }

    @Test
    void aProblemIsOneAndSaysWhere() throws IOException {
        append(1, 1);
        append(2, 3);
        assertThat(verify("--data", data.toString())).isOne();
        assertThat(out.toString())
                .isEqualTo(file() + ":2: s/a has revision 3 after 1\n2 events, 1 accounts, 1 problems\n");
    }

    @Test
    void aFeedWithoutEventsIsSound() throws IOException {
        Files.createDirectory(data.resolve("events"));
        assertThat(verify("--data", data.toString())).isZero();
        assertThat(out.toString()).startsWith("0 events");
    }

    @Test
    void aFolderThatNoServiceHasUsedIsWrongUsage() {
        assertThat(verify("--data", data.toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(verify("nothing")).isEqualTo(2);
        assertThat(verify("--data", data.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no data folder");
        assertThat(out.toString()).isEmpty();
    }

    private int verify(String... arguments) {
        return new CommandLine(new VerifyCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path file() {
        return data.resolve("events/account-events-2026-11-21-0001.ndjson");
    }

    private void append(long sequence, long revision) throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);
        String json = "{\"id\":\"gen/s/a/" + revision + "\",\"source\":\"/feed/s\",\"type\":\"t\",\"subject\":\"a\","
                + "\"sequence\":\"" + sequence + "\",\"data\":{\"op\":\"" + (revision == 1 ? "r" : "u")
                + "\",\"revision\":" + revision + (revision == 1 ? "" : ",\"before\":{}") + ",\"after\":{}}}";
        try (FileSink sink =
                new FileSink(data, clock, 1000, new FilePermissions(PosixFilePermissions.fromString("rw-r-----")))) {
            sink.append(List.of(new StoredEvent(sequence, json)));
        }
    }
}
