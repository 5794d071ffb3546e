package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.server.port = 8080",
                "camel.server.port=8080",
                "camel.server.port: 8080",
                "  camel.server.port 8080",
                "camel.server.port = \\\n  8080",
                "#camel.server.port = 8080",
                ""
            })
    void aSettingOfItsOwnTakesThePlaceOfTheServicesHoweverThatIsWritten(String line) throws IOException {
        String settings =
                DemoCommand.with(Map.of("camel.server.port", "7"), "feed.name = a\n" + line + "\nfeed.sinks = file");

        Properties read = new Properties();
        read.load(new StringReader(settings));
        assertThat(read)
                .containsOnly(entry("feed.name", "a"), entry("feed.sinks", "file"), entry("camel.server.port", "7"));
        assertThat(settings.lines().filter(one -> one.strip().startsWith("camel.server.port")))
                .as("once, as a second one is a mistake")
                .hasSize(1);
    }

    @Test
    void settingsThatCannotBeReadAreToldInALine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("application.properties");
        Files.write(file, new byte[] {'a', '=', (byte) 0xe9});
        StringWriter err = new StringWriter();

        int code = AccountFeed.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("demo", "--config", folder.toString(), "--data", folder.toString());

        assertThat(code).isOne();
        assertThat(err).hasToString(file + ": is not a properties file in UTF-8" + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            data/demo        | data/demo
            /srv/my feed     | '/srv/my feed'
            /srv/it's        | '/srv/it'\\''s'
            /srv/$HOME;a     | '/srv/$HOME;a'
            """)
    void aHintCanBePastedIntoAShell(Path folder, String argument) {
        assertThat(DemoCommand.argument(folder)).isEqualTo(argument);
    }
}
