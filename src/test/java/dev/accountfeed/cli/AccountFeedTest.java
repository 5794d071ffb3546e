package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountFeedTest {

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbExplainsItself(String verb) {
        StringWriter out = new StringWriter();

        int code = AccountFeed.commandLine().setOut(new PrintWriter(out)).execute(verb, "--help");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("Usage: account-feed " + verb + " ");
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void whatCouldNotBePrintedIsNotDone(String verb) {
        StringWriter err = new StringWriter();

        int code = AccountFeed.commandLine()
                .setOut(new PrintWriter(new GoneWriter()))
                .setErr(new PrintWriter(err, true))
                .execute(verb, "--help");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).startsWith("stdout could not be written").hasLineCount(1);
    }

    @Test
    void aSettingThatCamelCannotTakeIsToldWithoutItsValue(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("application.properties"),
                Files.readString(Path.of("config/application.properties")) + "camel.ssl.keyStorePasword = s3cr3t\n");
        StringWriter err = new StringWriter();

        int code = AccountFeed.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("run", "--config", folder.toString(), "--data", folder.toString());

        assertThat(code).isOne();
        assertThat(err.toString())
                .contains("application.properties:", "Camel knows no setting `camel.ssl.keyStorePasword`")
                .doesNotContain("s3cr3t")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo --for 1s", "sandbox --port 0"})
    void aDataFolderThatCannotBeMadeIsToldInALine(String verb, @TempDir Path folder) throws IOException {
        Path data = Files.createFile(folder.resolve("file")).resolve("data");
        StringWriter err = new StringWriter();

        int code = AccountFeed.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute((verb + " --data " + data).split(" "));

        assertThat(code).isOne();
        assertThat(err.toString())
                .startsWith(data.toString())
                .contains("--data")
                .hasLineCount(1);
    }

    static Set<String> verbs() {
        return AccountFeed.commandLine().getSubcommands().keySet();
    }
}
