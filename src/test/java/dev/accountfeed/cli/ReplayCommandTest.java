package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {

    @TempDir
    private Path config;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "-1", "2026-11-21", "2026-11-21T16:00:00", "123456789012345678901"})
    void aBeginningThatIsNoneIsWrongUsage(String from) throws IOException {
        assertThat(replay(from)).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--from: " + from + " is neither the sequence of an event nor a time such as"
                        + " 2026-11-21T16:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "00000000000000001042", "2026-11-21T16:00:00Z", "2026-11-21T16:00:00.123+10:00"})
    void theServiceIsAskedForAnyOther(String from) throws IOException {
        assertThat(replay(from)).isEqualTo(1);
        assertThat(err.toString()).startsWith("no service answers at http://127.0.0.1:1");
    }

    private int replay(String from) throws IOException {
        Files.writeString(config.resolve("application.properties"), "camel.server.port = 1\n");
        return AccountFeed.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("replay", "file", "--config", config.toString(), "--from", from);
    }
}
