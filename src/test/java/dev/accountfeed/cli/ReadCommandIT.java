package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadCommandIT {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aProviderThatRefusesConnectionsIsNamedWhenTheTimeIsUp() throws Exception {
        Files.copy(Path.of("config/application.properties"), folder.resolve("application.properties"));
        Files.writeString(folder.resolve("sources.yaml"), """
                sources:
                  - {id: bip, provider: infobip, url: "http://127.0.0.1:1", credentials: {apiKey: none}}
                providers:
                  infobip: {concurrency: 1, requestsPerSecond: 5, timeout: 2s}
                """);

        int code = AccountFeed.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute("read", "bip", "--config", folder.toString(), "--routes", "routes");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .contains("bip: unavailable: 127.0.0.1:1 refuses connections")
                .doesNotContain("internal");
        assertThat(out.toString()).isEmpty();
    }
}
