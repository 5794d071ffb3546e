package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandIT {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theDataFolderMayBeRelative() {
        Path relative = Path.of("").toAbsolutePath().relativize(folder);

        assertThat(demo("--for", "3s", "--data", relative.toString()))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("discovered", "events are in " + folder.resolve("demo/events"));
        long told = out.toString()
                .lines()
                .filter(line -> line.matches("\\d\\d:\\d\\d:\\d\\d .*"))
                .count();
        assertThat(out.toString())
                .as("what the last polls found is printed too")
                .contains(told + " events are in");
    }

    @Test
    @Timeout(60)
    void itEndsQuietlyWhenNobodyReadsItsEvents() {
        int code = AccountFeed.commandLine()
                .setOut(new PrintWriter(new GoneWriter()))
                .setErr(new PrintWriter(err, true))
                .execute("demo", "--data", folder.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
    }

    private int demo(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "demo";
        System.arraycopy(args, 0, all, 1, args.length);
        return AccountFeed.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
