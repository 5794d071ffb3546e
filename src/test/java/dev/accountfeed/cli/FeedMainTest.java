package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accountfeed.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedMainTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camel.metrics.tags = | 1: Camel knows no setting `camel.metrics.tags`; remove it",
                "camel.server.maxBodySize = much | 28: `camel.server.maxBodySize` must be a whole number, without a unit",
                "camel.vault.aws.accesKey = x | 1: Camel knows no setting `camel.vault.aws.accesKey`, or does not take its value",
            })
    void aSettingThatCamelDoesNotTakeIsToldWithItsPlace(String setting, String finding) throws Exception {
        isRefusedWithItsLine(setting, ":" + finding);
    }

    @Test
    void settingsThatDoNotStartTheFeedAreRefused() throws Exception {
        Folders folders = folders();
        Path settings = folders.config.resolve("application.properties");

        Files.writeString(settings, "");
        assertThatThrownBy(() -> start(folders))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(settings + ": the feed would not be started; write camel.main.configurationClasses ="
                        + " dev.accountfeed.FeedConfiguration");

        Files.writeString(settings, "feed.name = acme\n", StandardCharsets.UTF_16);
        assertThatThrownBy(() -> start(folders))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(settings + ": is not a properties file in UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camel.main.routesExcludePattern = ** | :1: nothing would be polled, as routes are left out; remove `camel.main.routesExcludePattern`",
                "camel.main.routesExcludePattern = **/shared/* | :1: nothing would be polled, as routes are left out; remove `camel.main.routesExcludePattern`",
                "camel.main.routesCollectorEnabled = false | :1: nothing would be polled, as routes are left out; remove `camel.main.routesCollectorEnabled`",
                "camel.beans.own = #class:com.example.Own | :19: there is no class `com.example.Own`; is it misspelt, or its jar not in lib/ext?",
                "own.folder = {{feed.config}}/{{nowhere}} | :14: `{{nowhere}}` has no value; declare it in application.properties",
            })
    void whatWouldStartAnotherFeedIsToldWithItsPlace(String setting, String finding) throws Exception {
        isRefusedWithItsLine(setting, finding);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camel.main.routesIncludePattern = .* | # | : nothing would be polled, as routes are left out; let camel.main.routesIncludePattern name triggers/*.camel.yaml and sinks/*.camel.yaml",
                "/triggers/ | /trigger/ | :150:35: there is no file or folder `%s/trigger`",
            })
    void withoutThePlaceOfTheTriggersNothingIsStarted(String right, String wrong, String finding) throws Exception {
        Folders folders = folders();
        Path settings = folders.config.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replaceFirst(right, wrong));

        assertThatThrownBy(() -> start(folders))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(settings
                        + finding.formatted(folders.routes.toAbsolutePath().normalize()));
    }

    @Test
    void howTheLogIsWrittenHidesNoLaterValueOfTheSetting() throws Exception {
        start(folders());

        assertThat(System.getProperty("account-feed.log")).isEqualTo("text");
        assertThat(System.getProperty("feed.log.format")).isNull();
    }

    @Test
    void aFolderOfRoutesThatCannotBeReadIsTold() throws Exception {
        Folders folders = folders();
        folders.routes = copy("routes");
        Path loop = Files.createSymbolicLink(folders.routes.resolve("shared/loop"), folders.routes);

        assertThatThrownBy(() -> start(folders))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(folders.routes + ": is not a folder that can be read: " + loop);
    }

    @Test
    void anEndpointWithoutWhatItRequiresIsToldWithItsPlace() throws Exception {
        Folders folders = folders();
        folders.routes = copy("routes");
        Path kafka = folders.routes.resolve("sinks/kafka.camel.yaml");
        Files.writeString(kafka, Files.readString(kafka).replaceFirst("topic: .*", "#"));

        assertThatThrownBy(() -> start(folders))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(kafka + ":22:18: `kafka` lacks `topic`; write it under `parameters`");
    }

    @Test
    void aRouteThatDoesNotStartIsToldWithoutSecretsAndWithoutWhatIsRight() throws Exception {
        Folders folders = folders();
        folders.routes = copy("routes");
        Files.writeString(
                folders.config.resolve("application.properties"),
                "own.folder = hidden-one\n",
                StandardOpenOption.APPEND);
        Path trigger = folders.routes.resolve("triggers/own.camel.yaml");
        Files.writeString(trigger, """
                - route:
                    id: own-poll
                    description: Polls when a file arrives
                    from:
                      uri: file
                      parameters:
                        directoryName: "{{own.folder}}"
                        autoCreate: false
                        startingDirectoryMustExist: true
                      steps:
                        - log:
                            message: "{{camel.server.enabled:false}}"
                """);

        assertThatThrownBy(() -> start(folders))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(trigger + ":7:24: Camel does not take this: Starting directory does not exist: ***");
    }

    /** Behind the shipped settings. */
    private void isRefusedWithItsLine(String setting, String finding) throws IOException {
        Folders folders = folders();
        Path settings = folders.config.resolve("application.properties");
        int lines = Files.readAllLines(settings).size();
        Files.writeString(settings, setting + "\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> start(folders))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(settings + ":" + (lines + 1) + finding);
    }

    private Folders folders() throws IOException {
        Folders folders = new Folders();
        folders.config = copy("config");
        folders.data = folder.resolve("data");
        return folders;
    }

    private Path copy(String from) throws IOException {
        Path to = folder.resolve(from);
        try (Stream<Path> files = Files.walk(Path.of(from))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file));
            }
        }
        return to;
    }

    private static void start(Folders folders) {
        Main main = FeedMain.of(folders, Map.of("camel.server.port", "0", "camel.management.port", "0"));
        try {
            main.start();
        } finally {
            main.stop();
        }
    }

    @Test
    void theEnvironmentReplacesWhatTheFileSaysOfCamel() {
        assertThat(FeedMain.environment(
                        Set.of("camel.server.port", "camel.component.kafka.brokers", "camel.main.name", "feed.sinks"),
                        Map.of(
                                "CAMEL_SERVER_PORT", "18080",
                                "CAMEL_COMPONENT_KAFKA_BROKERS", "kafka:9092",
                                // Ours are asked for by their names, and the environment answers.
                                "FEED_SINKS", "kafka",
                                "PATH", "/bin")))
                .isEqualTo(Map.of("camel.server.port", "18080", "camel.component.kafka.brokers", "kafka:9092"));
    }
}
