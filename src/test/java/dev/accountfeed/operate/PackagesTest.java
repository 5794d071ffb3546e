package dev.accountfeed.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit and the Containerfile. */
class PackagesTest {

    private static final Path UNIT = Path.of("deploy/systemd/account-feed.service");
    private static final Path CONTAINERFILE = Path.of("deploy/container/Containerfile");

    @TempDir
    private Path folder;

    @Test
    void systemdUnderstandsTheUnit() throws Exception {
        Shell.assume("systemd-analyze");
        // The program and the user are there where it is installed.
        String here = Files.readString(UNIT)
                .replace(
                        "/opt/account-feed/bin", Path.of("bin").toAbsolutePath().toString())
                .replaceAll("(?m)^(User|Group)=.*", "$1=root");
        Path unit = Files.writeString(folder.resolve("account-feed.service"), here);
        Shell.Result result = Shell.run("systemd-analyze", "verify", "--man=no", unit.toString());
        assertThat(result.output()).doesNotContain(unit.getFileName().toString());
        assertThat(result.code()).as(result.output()).isZero();
    }

    @Test
    void theUnitLeavesLittleOfTheMachine() throws Exception {
        Shell.assume("systemd-analyze");
        // 0 is all closed, 10 all open; a unit without such lines has 9.6.
        Shell.Result result = Shell.run(
                "systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=20", UNIT.toString());
        assertThat(result.code()).as(result.output()).isZero();
    }

    @Test
    void aStopIsNoFailureAndHasItsTime() throws Exception {
        assertThat(Files.readAllLines(UNIT)).contains("SuccessExitStatus=143", "TimeoutStopSec=40");
    }

    @Test
    void theContainerHasWhatTheZipHasAndNobodysRights() throws Exception {
        String text = Files.readString(CONTAINERFILE);
        List<String> copied = Pattern.compile("(?m)^COPY --chown=0:0 (\\w+) /opt/account-feed/\\1$")
                .matcher(text)
                .results()
                .map(copy -> copy.group(1))
                .toList();
        // lib is made by the zip.
        assertThat(copied).containsExactly("bin", "lib", "routes", "config");
        assertThat(text)
                .containsPattern("(?m)^USER [1-9]\\d+:[1-9]\\d+$")
                .contains("/opt/account-feed/bin/account-feed");
        assertThat(Pattern.compile("(?m)^USER").matcher(text).results()).hasSize(1);
    }
}
