package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ValidateCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void aSoundProvider() throws Exception {
        Files.createDirectories(folder.resolve("config"));
        Path acme = Files.createDirectories(folder.resolve("routes/acme"));
        Files.writeString(acme.resolve("provider.yaml"), """
                title: Acme
                url: https://acme.example
                credentials: {type: object, required: [file], properties: {file: {type: string}}}
                options: {type: object, additionalProperties: false, properties: {}}
                maxBytes: 10000
                records: {id: /id, single: ""}
                errors: {codes: [/code], classes: {}}
                fields: {id: string}
                """);
        Files.writeString(acme.resolve("acme-account.jq"), ".");
        Files.writeString(acme.resolve("acme-account.camel.yaml"), """
                - route:
                    id: acme-account-fetch
                    description: Calls for the account
                    from:
                      uri: direct
                      parameters:
                        name: acme-account-fetch
                      steps:
                        - log: called
                """);
        for (String file : List.of(
                "sinks/file.camel.yaml",
                "triggers/http.camel.yaml",
                "triggers/kafka.camel.yaml",
                "triggers/route-configurations.camel.yaml",
                "triggers/timer.camel.yaml",
                "shared/account-check.camel.yaml",
                "shared/account-fetch.camel.yaml",
                "shared/account-poll.camel.yaml",
                "shared/account-read.camel.yaml",
                "shared/provider-call.camel.yaml",
                "shared/route-configurations.camel.yaml")) {
            Path copy = folder.resolve("routes").resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of("routes").resolve(file), copy);
        }
        Files.writeString(folder.resolve("config/sources.yaml"), "sources: []\n");
        Files.copy(Path.of("config/application.properties"), folder.resolve("config/application.properties"));
    }

    @Test
    void saysShortlyThatEverythingIsInOrder() {
        assertThat(validate()).isZero();
        assertThat(out.toString()).isEqualTo("everything is in order" + System.lineSeparator());
    }

    @Test
    void printsEveryFindingOfEveryFileOnItsOwnLine() throws Exception {
        Files.writeString(folder.resolve("config/application.properties"), "feed.sinks = fiel\n");
        Files.writeString(folder.resolve("config/sources.yaml"), """
                sources:
                  - id: a
                    provider: acme
                    credentials: {file: key.json}
                    every: five
                """);
        Files.writeString(folder.resolve("config/key.json"), "{");
        Files.writeString(folder.resolve("routes/acme/acme-account.jq"), "{a: ");
        Files.writeString(folder.resolve("routes/acme/acme.camel.yaml"), "- rout: {}\n");

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString().lines().map(line -> line.replace(folder + "/", "")
                        .replaceFirst(": .*", "")))
                .containsExactly(
                        "config/application.properties:1:14",
                        "config/sources.yaml:5:12",
                        "config/key.json:1:2",
                        "routes/acme/acme-account.jq:1:4",
                        "routes/acme/acme.camel.yaml:1:3");
    }

    @Test
    void theShippedFoldersAreInOrder() {
        int code = new CommandLine(new ValidateCommand())
                .setOut(new PrintWriter(out))
                .execute();

        assertThat(out.toString()).isEqualTo("everything is in order" + System.lineSeparator());
        assertThat(code).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "triggers/timer | ref: poller | ref: pollr | 15:18: there is no bean `pollr`; did you mean `poller`?",
                "triggers/timer | pollDue | polDue | 16:21: the bean has no method `polDue` that takes what the route holds there; did you mean `pollDue`?",
                "triggers/timer | uri: timer | uri: tmer | 6:12: there is no Camel component `tmer`; is it misspelt, or its jar not in lib/ext?",
                "triggers/timer | synchronous: true | synchronus: true | 12:9: the component knows no option `synchronus`",
                "triggers/timer | timerName: poll | # | 6:12: `timer` lacks `timerName`; write it under `parameters`",
                "triggers/http | ref: sourcesApi | ref: sourcesApj | 16:18: there is no bean `sourcesApj`; did you mean `sourcesApi`?",
                "triggers/http | path: /api/sources | path: \"\" | 9:12: `platform-http` lacks `path`; write it under `parameters`",
                "sinks/file | ref: fileSink | ref: fileSnk | 14:18: there is no bean `fileSnk`; did you mean `fileSink`?",
                "triggers/timer | method: pollDue | # | 15:18: the bean `poller` has several methods; write under `method` which one is called",
                "triggers/kafka | regex | rgex | 5:19: Camel does not take this: Unexpected token r",
                "shared/route-configurations | java.io.IOException | java.io.IOExeption | 37:15: there is no class `java.io.IOExeption`; is it misspelt, or its jar not in lib/ext?",
                "shared/route-configurations | ref: pollOutcomes | ref: pollOutcomez | 32:22: there is no bean `pollOutcomez`",
                "shared/account-poll | ref: accountMapper | ref: accountMaper | 41:24: there is no bean `accountMaper.map`; did you mean `accountMapper.map`?",
            })
    void whatCamelWouldNotStartIsAFinding(String file, String right, String wrong, String finding) throws Exception {
        Path route = folder.resolve("routes/" + file + ".camel.yaml");
        String text = Files.readString(route);
        assertThat(text).contains(right);
        Files.writeString(route, text.replaceFirst(right, wrong));

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString()).isEqualTo(route + ":" + finding + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camel.vault.aws.accesKey = x | 1: Camel knows no setting `camel.vault.aws.accesKey`, or does not take its value",
                "camel.component.htp.soTimeout = 5 | 1: Camel knows no setting `camel.component.htp.soTimeout`, or does not take its value",
                "camel.main.configurations = x | 1: Camel knows no setting `camel.main.configurations`, or does not take its value",
                "camel.management.infoEnabled = #none | 32: `camel.management.infoEnabled` must be one of `true`, `false`",
                "camel.server.path = feed | 21: `camel.server.path` must begin with a /",
            })
    void aSettingThatCamelWouldNotStartWithIsAFinding(String setting, String finding) throws Exception {
        Path settings = folder.resolve("config/application.properties");
        int lines = Files.readAllLines(settings).size();
        Files.writeString(settings, setting + "\n", StandardOpenOption.APPEND);

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString()).isEqualTo(settings + ":" + (lines + 1) + ":" + finding + System.lineSeparator());
    }

    @Test
    void aTrustStoreThatIsNotThereIsAFinding() throws Exception {
        Path settings = folder.resolve("config/application.properties");
        List<String> lines = Files.readAllLines(settings);
        Files.writeString(
                settings,
                "camel.ssl.enabled = true\ncamel.ssl.trustStore = nowhere.p12\ncamel.ssl.trustStorePassword = quiet\n",
                StandardOpenOption.APPEND);

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo(settings + ":" + (lines.size() + 2) + ":24: `camel.ssl.trustStore` names `nowhere.p12`,"
                        + " which is no file that can be read" + System.lineSeparator());
    }

    @Test
    void aTrustStoreThatItsPasswordDoesNotOpenIsAFinding() throws Exception {
        Path store = folder.resolve("config/ca.p12");
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        try (OutputStream file = Files.newOutputStream(store)) {
            empty.store(file, "right-one".toCharArray());
        }
        Path settings = folder.resolve("config/application.properties");
        List<String> lines = Files.readAllLines(settings);
        Files.writeString(
                settings,
                "camel.ssl.enabled = true\ncamel.ssl.trustStore = file:" + store
                        + "\ncamel.ssl.trustStorePassword = wrong-one\n",
                StandardOpenOption.APPEND);

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString())
                .startsWith(settings + ":" + (lines.size() + 2)
                        + ":1: a store of `camel.ssl` cannot be read with its password: ")
                .doesNotContain("wrong-one")
                .hasLineCount(1);
    }

    @Test
    void aProviderWithoutTheRouteThatPollsCallIsAFinding() throws Exception {
        Files.delete(folder.resolve("routes/acme/acme-account.camel.yaml"));

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo(folder + "/routes/acme/provider.yaml: no route begins with direct:acme-account-fetch, which"
                        + " polls call; write it in acme-account.camel.yaml" + System.lineSeparator());
    }

    @Test
    void aStepThatTakesAnAnswerWhichTheManifestDoesNotDescribeIsAFinding() throws Exception {
        Path route = folder.resolve("routes/acme/acme-account.camel.yaml");
        Files.writeString(
                route, Files.readString(route).replace("- log: called", "- process:\n              ref: answers.list"));

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo(route + ":10:20: `records` in provider.yaml has no `list`; write there where it stands"
                        + System.lineSeparator());
    }

    @Test
    void settingsMayNameTheFolders() throws Exception {
        Files.writeString(
                folder.resolve("config/application.properties"),
                "own.folder = {{feed.config}}/own\n",
                StandardOpenOption.APPEND);

        assertThat(validate()).isZero();
    }

    @Test
    void aProtocolThatJavaHasNotIsNoFaultOfAStore() throws Exception {
        Path settings = folder.resolve("config/application.properties");
        int lines = Files.readAllLines(settings).size();
        Files.writeString(
                settings,
                "camel.ssl.enabled = true\ncamel.ssl.secureSocketProtocol = NOPE\n",
                StandardOpenOption.APPEND);

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo(settings + ":" + (lines + 2) + ":34: Camel does not take this: NOPE SSLContext not available"
                        + System.lineSeparator());
    }

    @Test
    void aFixtureThatDoesNotReplayIsAFinding() throws Exception {
        Path fixtures = Files.createDirectories(folder.resolve("routes/acme/fixtures"));
        Files.writeString(fixtures.resolve("one.yaml"), """
                title: one
                payload: '{"id": "a"}'
                outcome: throttled
                """);

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString())
                .startsWith(fixtures + "/one.yaml:3:10: /outcome: expected \"throttled\", actual ")
                .hasLineCount(1);
    }

    @Test
    void settingsThatCamelCannotLoadAreAFinding() throws Exception {
        Files.writeString(folder.resolve("config/application.properties"), "feed.name = \\u12\n");

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString())
                .startsWith(folder + "/config/application.properties:1:1: ")
                .hasLineCount(1);
    }

    @Test
    void settingsThatCannotBeReadAreAFinding() throws Exception {
        Path settings = folder.resolve("config/application.properties");
        Files.deleteIfExists(settings);
        Files.createDirectory(settings);

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString().lines()).containsExactly(settings + ": is not a properties file in UTF-8");
    }

    @Test
    void aFolderOfRoutesThatCannotBeReadIsAFinding() throws Exception {
        Path shared = folder.resolve("routes/shared");
        Files.createDirectories(shared);
        Path loop = Files.createSymbolicLink(shared.resolve("loop"), folder.resolve("routes"));

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString())
                .contains(folder.resolve("routes") + ": is not a folder that can be read: " + loop + "\n");
    }

    @Test
    void aFolderWithACommaInItsNameIsRefusedAsRunRefusesIt() throws Exception {
        Path config = Files.createDirectory(folder.resolve("a,b"));

        assertThat(validate(config, folder.resolve("routes"))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void missingFoldersAreWrongUsage() {
        assertThat(validate(folder.resolve("none"), folder.resolve("routes"))).isEqualTo(2);
        assertThat(validate(folder.resolve("config"), folder.resolve("none"))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void missingFilesAreFindings() throws Exception {
        Path config = Files.createDirectory(folder.resolve("empty"));

        assertThat(validate(config, folder.resolve("routes"))).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        config + "/application.properties: there is no such file; copy the one that account-feed comes"
                                + " with, in config/",
                        config + "/sources.yaml: there is no such file");
    }

    private int validate() {
        return validate(folder.resolve("config"), folder.resolve("routes"));
    }

    private int validate(Path config, Path routes) {
        return new CommandLine(new ValidateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute("--config", config.toString(), "--routes", routes.toString());
    }
}
