package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandIT {

    @TempDir
    private Path folder;

    private Sandbox sandbox;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void sources() throws IOException {
        sandbox = Sandbox.start(0, Clock.systemUTC());
        Files.createDirectories(folder.resolve("config"));
        sandbox.voximplantCredentials(folder.resolve("config/key.json"));
        Files.copy(Path.of("config/application.properties"), folder.resolve("config/application.properties"));
        Files.writeString(folder.resolve("config/sources.yaml"), """
                sources:
                  - {id: vox, provider: voximplant, url: $VOXIMPLANT, credentials: {file: key.json}}
                  - id: bip
                    provider: infobip
                    url: $SANDBOX
                    credentials: {username: Aladdin, password: open sesame}
                  - id: bip-cut
                    provider: infobip
                    url: $SANDBOX
                    credentials: {apiKey: sandbox-api-key}
                    options: {limit: 2}
                  - id: bip-off
                    enabled: false
                    provider: infobip
                    url: $SANDBOX
                    credentials: {username: Aladdin, password: not-the-password}
                """.replace("$VOXIMPLANT", sandbox.url("voximplant"))
                .replace("$SANDBOX", sandbox.url()));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void oneCallPerEnabledSourceAndNothingIsStored() {
        assertThat(check()).isZero();

        assertThat(sandbox.requests().count("voximplant")).isEqualTo(1);
        assertThat(sandbox.requests().count("infobip")).isEqualTo(2);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0).split(" {2,}"))
                .containsExactly("SOURCE", "OUTCOME", "LATENCY", "ACCOUNTS", "TOKEN ENDS");
        assertThat(lines.get(1)).matches("vox +ok +[0-9]+ ms +1  in [0-9]+ s");
        assertThat(lines.get(2)).matches("bip +ok +[0-9]+ ms +3  -");
        assertThat(lines.get(3)).matches("bip-cut +ok +[0-9]+ ms +2\\+  -");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void explainShowsRequestRowAndGuardButNoSecret() {
        sandbox.fault("{\"provider\": \"infobip\", \"fault\": \"malformed\"}");

        assertThat(check("--explain", "vox", "bip", "bip-off")).isEqualTo(1);

        assertThat(out.toString())
                .contains("request: POST " + sandbox.url("voximplant") + "/GetAccountInfo?return_live_balance=true")
                .contains("Authorization: Bearer ***")
                .contains("Authorization: Basic ***")
                .contains("section 7: whole answer")
                .contains("section 7: not an answer that can be read")
                .contains("deletes: none follow from a failed poll")
                .contains("preferred address: api-node1.voximplant.com, which is not followed")
                .doesNotContain("QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
                .doesNotContain("eyJ")
                .doesNotContain("not-the-password");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aSourceThatFailsIsNotTriedAgain() {
        sandbox.fault("infobip", "server-error");

        assertThat(check("bip")).isEqualTo(1);

        assertThat(out.toString()).contains("unavailable").contains("HTTP 500, code GENERAL_ERROR");
        assertThat(sandbox.requests().count("infobip")).isEqualTo(1);
    }

    @Test
    void anUnknownSourceIsWrongUsage() {
        assertThat(check("bop")).isEqualTo(2);
        assertThat(err.toString()).contains("there are: vox, bip, bip-cut, bip-off");
    }

    private int check(String... names) {
        String[] args = Stream.concat(
                        Stream.of(
                                "--config", folder.resolve("config").toString(),
                                "--data", folder.resolve("data").toString(),
                                "--routes", Path.of("routes").toAbsolutePath().toString()),
                        Stream.of(names))
                .toArray(String[]::new);
        return new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
