package dev.accountfeed.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    @TempDir
    Path config;

    @Test
    void withoutAFileThereAreTheDefaults() {
        Settings settings = load().value().orElseThrow();

        assertThat(settings.name()).isEqualTo("account-feed");
        assertThat(settings.sinks()).containsExactly("file");
        assertThat(settings.eventsKeep()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.typePrefix()).isEqualTo("dev.accountfeed");
        assertThat(settings.fileMaxBytes()).isEqualTo(104_857_600);
        assertThat(PosixFilePermissions.toString(settings.filePermissions())).isEqualTo("rw-r-----");
        assertThat(settings.kafka())
                .isEqualTo(new Settings.Kafka(
                        false,
                        "account-events",
                        "accounts",
                        "account-feed-commands",
                        "account-feed-positions",
                        "account-feed",
                        true,
                        6,
                        (short) -1));
        assertThat(settings.httpToken()).isNull();
        assertThat(settings.httpHosts()).isEmpty();
    }

    @Test
    void readsEverySetting() throws Exception {
        System.setProperty("TEST_TOKEN", "hunter2");
        Settings settings = read("""
                        feed.name = a
                        feed.sinks = kafka, file
                        feed.events.keep: PT36H
                        feed.event.type-prefix = com.example
                        feed.file.max-bytes = 5000
                        feed.file.permissions = 600
                        feed.kafka.content-mode = structured
                        feed.kafka.topic.events = e
                        feed.http.token = {{sys:TEST_TOKEN}}
                        feed.http.hosts = a.example, \\
                            b.example, fd00::1:2, [fd00::3]
                        camel.server.port = 1
                        """).value().orElseThrow();

        assertThat(settings.sinks()).containsExactly("kafka", "file");
        assertThat(settings.eventsKeep()).isEqualTo(Duration.ofHours(36));
        assertThat(PosixFilePermissions.toString(settings.filePermissions())).isEqualTo("rw-------");
        assertThat(settings.kafka().structured()).isTrue();
        assertThat(settings.kafka().eventsTopic()).isEqualTo("e");
        assertThat(settings.httpToken()).isEqualTo("hunter2");
        assertThat(settings.httpHosts()).containsExactly("a.example", "b.example", "fd00::1:2", "[fd00::3]");
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void theShippedFileHoldsTheDefaults() throws Exception {
        Path shipped = Path.of("config", Settings.FILE);
        Settings defaults = load().value().orElseThrow();
        Files.copy(shipped, config.resolve(Settings.FILE));

        assertThat(load().findings()).isEmpty();
        assertThat(load().value()).hasValue(defaults);
    }

    @Test
    void theShippedFileDeclaresEverySetting() throws Exception {
        Set<String> declared = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("config", Settings.FILE))) {
            if (line.matches("#?feed\\..*")) {
                declared.add(line.replaceFirst("^#", "").replaceFirst(" *=.*", ""));
            }
        }
        assertThat(declared).isEqualTo(new TreeSet<>(SettingsReader.defaults().keySet()));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("\uFEFF# x\n", ":1:1: begins with a byte order mark; save it as UTF-8 without one"),
                arguments("\nfeed.sink = file\n", ":2:1: unknown setting `feed.sink`; did you mean `feed.sinks`?"),
                arguments(
                        "feed.kafka.topic.event = x",
                        ":1:1: unknown setting `feed.kafka.topic.event`; did you mean `feed.kafka.topic.events`?"),
                arguments(
                        "feed.name = a\n# x\n  feed.name = b\n",
                        ":3:3: `feed.name` stands here twice, first in line 1; keep one of them"),
                arguments(
                        "feed.name = a b\n",
                        ":1:13: `feed.name` must be 1 to 63 letters, digits, dots, dashes and underscores"),
                arguments(
                        "feed.name=\n",
                        ":1:11: `feed.name` must be 1 to 63 letters, digits, dots, dashes and underscores"),
                arguments(
                        "feed.sinks = fiel\n",
                        ":1:14: `feed.sinks` names `fiel`, which has no route in routes/sinks/; did you mean `file`?"),
                arguments("feed.sinks = file, file\n", ":1:14: `feed.sinks` names a sink twice"),
                arguments(
                        "feed.sinks = ,\n",
                        ":1:14: `feed.sinks` must name a sink: file, kafka or both, with a comma between them"),
                arguments(
                        "feed.events.keep = a week\n",
                        ":1:20: `feed.events.keep` is not a duration; write for example 500ms, 30s, 5m, 1h, 1d or PT1M30S"),
                arguments(
                        "feed.events.keep = 1m30\n",
                        ":1:20: `feed.events.keep` is not a duration; write for example 500ms, 30s, 5m, 1h, 1d or PT1M30S"),
                arguments(
                        "feed.event.type-prefix = com/example\n",
                        ":1:26: `feed.event.type-prefix` must be a domain's name in reverse, such as com.example"),
                arguments(
                        "feed.file.max-bytes = 1 GB\n",
                        ":1:23: `feed.file.max-bytes` must be a whole number, without a unit"),
                arguments(
                        "feed.file.max-bytes = 1\n", ":1:23: `feed.file.max-bytes` must be from 4096 to 1099511627776"),
                arguments(
                        "feed.file.permissions = rw-r-----\n",
                        ":1:25: `feed.file.permissions` must be three digits from 0 to 7, such as 0640"),
                arguments(
                        "feed.file.permissions = 0444\n",
                        ":1:25: `feed.file.permissions` must let the owner read and write: 0600 at least"),
                arguments(
                        "feed.kafka.content-mode = json\n",
                        ":1:27: `feed.kafka.content-mode` must be one of `binary`, `structured`"),
                arguments(
                        "feed.kafka.topic.events = a b\n",
                        ":1:27: `feed.kafka.topic.events` must be a topic: 1 to 249 letters, digits, dots, dashes and underscores"),
                arguments(
                        "feed.kafka.topic.events = ..\n",
                        ":1:27: `feed.kafka.topic.events` must be a topic: 1 to 249 letters, digits, dots, dashes and underscores"),
                arguments(
                        "feed.http.token = hunter2 hunter2\n",
                        ":1:19: `feed.http.token` must be letters, digits and - . _ ~ + / only, as a bearer token is"),
                arguments(
                        "feed.http.hosts = http://a.example\n",
                        ":1:19: `feed.http.hosts` must be names of hosts with commas between them, without a port: feed.example.com"),
                arguments(
                        "feed.http.hosts = cafe:8080\n",
                        ":1:19: `feed.http.hosts` must be names of hosts with commas between them, without a port: feed.example.com"),
                arguments(
                        "feed.http.token = hunter2{{env:NOT_SET_AT_ALL}}\n",
                        ":1:19: `{{env:NOT_SET_AT_ALL}}` has no value; set the environment variable NOT_SET_AT_ALL"),
                arguments(
                        "camel.server.port = {{not.set}}\n",
                        ":1:21: `{{not.set}}` has no value; declare it in application.properties"),
                arguments(
                        "feed.http.token = {{aws:hunter2}}\n",
                        ":1:19: `{{aws:…}}` is no function that Camel has here, and no setting; put its Camel jar into lib/ext, or declare `aws` in application.properties"),
                arguments(
                        "feed.http.hosts = -\n",
                        ":1:19: `feed.http.hosts` must be names of hosts with commas between them, without a port: feed.example.com"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camel.server.port = abc | :1:21: `camel.server.port` must be a whole number, without a unit",
                "camel.server.port = 99999 | :1:21: `camel.server.port` must be from 0 to 65535",
                "camel.management.port = -1 | :1:25: `camel.management.port` must be from 0 to 65535",
                "camel.component.http.proxyPort = 65536 | :1:34: `camel.component.http.proxyPort` must be from 0 to 65535",
                "camel.server.prt = 1 | :1:1: Camel knows no setting `camel.server.prt`; did you mean `camel.server.port`?",
                "camel.main.zzz = 1 | :1:1: Camel knows no setting `camel.main.zzz`; remove it",
                "camel.component.http.conectTimeout = 10 | :1:1: Camel knows no setting `camel.component.http.conectTimeout`; did you mean `camel.component.http.connectTimeout`?",
                "camel.component.kafka.broker = a:1 | :1:1: Camel knows no setting `camel.component.kafka.broker`; did you mean `camel.component.kafka.brokers`?",
                "camel.main.shutdownTimeout = x | :1:30: `camel.main.shutdownTimeout` must be a whole number, without a unit",
                "camel.main.shutdown-timeout = 99999999999 | :1:31: `camel.main.shutdown-timeout` must be a whole number, without a unit",
                "camel.component.http.connectTimeout = soon | :1:39: `camel.component.http.connectTimeout` must be a whole number, without a unit",
                "camel.component.http.connect-timeout = | :1:39: `camel.component.http.connect-timeout` has no value; remove it, or write one",
                "camel.component.kafka.additionalProperties.linger.ms = 4 | :1:1: a name with dots stands in brackets: write `camel.component.kafka.additionalProperties[linger.ms]`",
                "camel.component.kafka.pollTimeoutMs = soon | :1:39: `camel.component.kafka.pollTimeoutMs` is not a duration; write for example 500ms, 30s, 1m30s or 2h",
                "camel.component.kafka.kerberosRenewJitter = x | :1:45: `camel.component.kafka.kerberosRenewJitter` must be a number",
                "camel.component.kafka.compressionCodec = zip | :1:42: `camel.component.kafka.compressionCodec` must be one of `none`, `gzip`, `snappy`, `lz4`, `zstd`",
                "camel.metrics.enabled = yes | :1:25: `camel.metrics.enabled` must be one of `true`, `false`",
                "camel.health.exposureLevel = some | :1:30: `camel.health.exposureLevel` must be one of `full`, `default`, `oneline`",
                "camel.servr.port = 1 | :1:1: Camel knows no setting `camel.servr.port`; did you mean `camel.server.port`?",
                "camel.components.http.soTimeout = 1 | :1:1: Camel knows no setting `camel.components.http.soTimeout`; did you mean `camel.component.http.soTimeout`?",
                "camel.server.path = feed | :1:21: `camel.server.path` must begin with a /",
                "camel.management.port = #none | :1:25: `camel.management.port` must be a whole number, without a unit",
                "camel.ssl.keyStore = /tmp | :1:22: `camel.ssl.keyStore` names `/tmp`, which is no file that can be read",
                "camel.server.basicPropertiesFile = nowhere | :1:36: `camel.server.basicPropertiesFile` names `nowhere`, which is no file that can be read",
                "camel.management.authenticationEnabled = true | :1:42: `camel.management.authenticationEnabled` asks nobody for a password by itself; also write `camel.management.basicPropertiesFile`",
                "camel.main.configurationClasses = dev.accountfeed.FeedConfig | :1:35: `camel.main.configurationClasses` names `dev.accountfeed.FeedConfig`, and there is no such class",
                "camel.main.routesIncludePattern = | :1:34: `camel.main.routesIncludePattern` has no value; remove it, or write one",
                "camel.ssl.trustStor = a | :1:1: Camel knows no setting `camel.ssl.trustStor`; did you mean `camel.ssl.trustStore`?"
            })
    void whatCamelDoesNotTakeIsFound(String text, String finding) throws Exception {
        assertThat(read(text + "\n").findings())
                .map(f -> f.toString().replace(config.resolve(Settings.FILE).toString(), ""))
                .containsExactly(finding);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.server.port = 0",
                "camel.server.path = /feed",
                "camel.main.description = {{env:NO_SUCH_VARIABLE:}}",
                "camel.main.configurationClasses = dev.accountfeed.FeedConfiguration, java.lang.String",
                "camel.jbang.dependencies = own",
                "camel.component.kafka.pollTimeoutMs = 5s",
                "camel.component.kafka.additionalProperties.acks = x",
                "camel.component.kafka.additionalProperties[max.poll.records] = x",
                "camel.component.kafka.requestTimeoutMs = 5s",
                "camel.component.http.connectTimeout = 10s",
                "camel.component.kafka.autoOffsetReset = by_duration:PT1H",
                "camel.component.kafka.kerberosRenewJitter = .05",
                "camel.main.dumpRoutes = false",
                "camel.main.profile = staging",
                "camel.component.kafka.additional-properties[ssl.x] = x",
                "camel.component.kafka.configuration.brokers = a:1",
                "camel.component.kafka.saslAuthType = scram-sha-512",
                "camel.component.http.connectionTimeToLive = #bean:time",
                "camel.component.own.anything = x",
                "camel.main.startupSummaryLevel = OFF",
                "camel.main.startup.summary.level = Verbose",
                "camel.main.globalOptions[a] = b",
                "camel.health.producers-enabled = TRUE",
                "camel.vault.aws.anything = x",
                "camel.beans.own = #class:com.example.Own"
            })
    void whatCamelTakesOrOnlyCamelKnowsIsTaken(String text) throws Exception {
        assertThat(read(text + "\n").findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8080 | 8080 | 127.0.0.1 | 127.0.0.1 | true | 1",
                "8080 | 8080 | 127.0.0.1 | 0.0.0.0 | true | 1",
                "8080 | 8080 | 127.0.0.1 | 10.0.0.1 | true | 0",
                "8080 | 9876 | 127.0.0.1 | 127.0.0.1 | true | 0",
                "0 | 0 | 127.0.0.1 | 127.0.0.1 | true | 0",
                "8080 | 8080 | 127.0.0.1 | 127.0.0.1 | false | 0"
            })
    void twoServersCannotListenOnOnePort(
            String server, String management, String host, String other, boolean enabled, int findings)
            throws Exception {
        assertThat(read("""
                                camel.server.enabled = true
                                camel.server.port = %s
                                camel.server.host = %s
                                camel.management.enabled = %s
                                camel.management.port = %s
                                camel.management.host = %s
                                """.formatted(server, host, enabled, management, other)).findings())
                .map(f -> f.toString().replace(config.resolve(Settings.FILE).toString(), ""))
                .hasSize(findings)
                .allMatch(":5:25: `camel.management.port` must not be that of `camel.server.port`"::equals);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "feed.kafka.topic.events = accounts | `feed.kafka.topic.accounts` must not be that of `feed.kafka.topic.events` (it is the default)",
                "feed.kafka.topic.commands = account-events | :1:29: `feed.kafka.topic.commands` must not be that of `feed.kafka.topic.events`",
                "feed.kafka.topic.positions = accounts | :1:30: `feed.kafka.topic.positions` must not be that of `feed.kafka.topic.accounts`"
            })
    void everyTopicIsForOneThing(String text, String finding) throws Exception {
        assertThat(read(text + "\n").findings())
                .singleElement()
                .extracting(Finding::toString)
                .asString()
                .endsWith(finding);
    }

    @Test
    void aWrongValueOfCamelsInTheEnvironmentIsNotToldAtALineThatIsRight() throws Exception {
        System.setProperty("camel.server.port", "abc");
        try {
            assertThat(read("camel.server.port = 8080\n").findings())
                    .containsExactly(
                            new Finding(
                                    config.resolve(Settings.FILE),
                                    0,
                                    0,
                                    "`camel.server.port` must be a whole number, without a unit (it is set in the environment)"));
        } finally {
            System.clearProperty("camel.server.port");
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsEachMistakeOnceAndWhere(String text, String finding) throws Exception {
        assertThat(read(text).findings())
                .map(f -> f.toString().replace(config.resolve(Settings.FILE).toString(), ""))
                .containsExactly(finding)
                .noneMatch(words -> words.contains("hunter2"));
    }

    @Test
    void tellsWhatIsWrongInTheEnvironmentWithoutAPlace() {
        System.setProperty("feed.sinks", "none");
        try {
            assertThat(load().findings())
                    .containsExactly(new Finding(
                            config.resolve(Settings.FILE),
                            0,
                            0,
                            "`feed.sinks` names `none`, which has no route in routes/sinks/; write one of `amqp`, `file`,"
                                    + " `kafka` (it is set in the environment)"));
        } finally {
            System.clearProperty("feed.sinks");
        }
    }

    @Test
    void aWrongValueInTheEnvironmentIsNotToldAtALineThatIsRight() throws Exception {
        System.setProperty("feed.name", "a b");
        try {
            assertThat(read("feed.name = account-feed\n").findings())
                    .containsExactly(new Finding(
                            config.resolve(Settings.FILE),
                            0,
                            0,
                            "`feed.name` must be 1 to 63 letters, digits, dots, dashes and underscores"
                                    + " (it is set in the environment)"));
        } finally {
            System.clearProperty("feed.name");
        }
    }

    @Test
    void aWrongValueOfAPlaceholderIsToldWhereThePlaceholderStands() throws Exception {
        System.setProperty("TEST_NAME", "a b");
        assertThat(read("feed.name = {{sys:TEST_NAME}}\n").findings())
                .map(finding -> finding.line() + ":" + finding.column())
                .containsExactly("1:13");
    }

    @Test
    void anEscapeThatIsNoneIsFound() throws Exception {
        Path file = Files.writeString(config.resolve(Settings.FILE), "feed.name = \\u12\n");

        assertThat(new SettingsReader(
                                text -> "{{feed.http.token:}}".equals(text) ? "" : text.replaceAll(".*?:(.*)}}", "$1"),
                                Set.of("file"))
                        .read(file)
                        .findings())
                .containsExactly(new Finding(
                        file, 1, 1, "holds \\u without four hexadecimal digits; write \\\\ for a backslash"));
    }

    @Test
    void aFileInAnotherEncodingIsFound() throws Exception {
        Files.write(config.resolve(Settings.FILE), "feed.name = ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(load().findings()).map(Finding::message).containsExactly("is not a properties file in UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "1h,PT1H", "1d,PT24H", "0s,PT0S", "PT1M30S,PT1M30S", "P2D,PT48H"
    })
    void durationsAreANumberWithItsUnit(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    private Loaded<Settings> read(String text) throws IOException {
        Files.writeString(config.resolve(Settings.FILE), text);
        return load();
    }

    private Loaded<Settings> load() {
        Path file = config.resolve(Settings.FILE);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setIgnoreMissingLocation(true);
            camel.getPropertiesComponent().setLocation("file:" + file);
            return new SettingsReader(camel::resolvePropertyPlaceholders, Set.of("amqp", "file", "kafka")).read(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
