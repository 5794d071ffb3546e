package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.RunningFeed;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.sink.EventFiles;
import dev.accountfeed.sink.FeedVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ForgetCommandIT {

    private static final String VOX =
            "  - {id: vox, provider: voximplant, url: $VOXIMPLANT, every: 3000d, credentials: {file: $CREDENTIALS}}\n";
    private static final String BIP =
            "  - {id: bip, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}}\n";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(0, Clock.systemUTC());
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private RunningFeed start(String entries) {
        return RunningFeed.start(folder, sandbox, "sources:\n" + entries);
    }

    private int forget(String source) throws IOException {
        Path settings = folder.resolve("config/application.properties");
        Files.copy(Path.of("config/application.properties"), settings, StandardCopyOption.REPLACE_EXISTING);
        CommandLine commandLine = AccountFeed.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(
                "forget",
                source,
                "--config",
                folder.resolve("config").toString(),
                "--routes",
                "routes",
                "--data",
                folder.resolve("data").toString());
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        FeedVerifier verifier = new FeedVerifier(problems::add);
        new EventFiles(folder.resolve("data")).forEachLine((place, line) -> {
            lines.add(line);
            verifier.accept(place, line);
        });
        assertThat(problems).isEmpty();
        return lines;
    }

    @Test
    void aSourceThatLeftTheInventoryIsEnded() throws IOException {
        start(BIP + VOX).close();
        try (RunningFeed running = start(VOX)) {
            assertThat(running.status()).hasSize(1);
            assertThat(forget("bip")).isEqualTo(1);
            assertThat(err.toString()).contains("in use");
        }
        assertThat(lines()).hasSize(4);

        assertThat(forget("vox")).isEqualTo(1);
        assertThat(err.toString()).contains("source vox is in sources.yaml");
        assertThat(forget("bip")).isZero();
        assertThat(out.toString())
                .contains("bip is forgotten: 3 accounts deleted")
                .doesNotContain("not delivered");
        assertThat(lines()).hasSize(7);
        assertThat(lines().subList(4, 7)).allMatch(line -> line.contains("\"op\":\"d\""));
    }
}
