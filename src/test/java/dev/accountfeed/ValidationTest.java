package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    @TempDir
    Path folder;

    @BeforeEach
    void theShippedFolders() throws Exception {
        for (String shipped : List.of("config", "routes")) {
            try (Stream<Path> files = Files.walk(Path.of(shipped))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = folder.resolve(file);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    @Test
    void theShippedFoldersAreSound() {
        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "kafka"})
    void aShippedSinkWithoutItsRouteIsAFinding(String sink) throws Exception {
        edit("config/application.properties", "feed.sinks = file", "feed.sinks = " + sink);
        Files.delete(folder.resolve("routes/sinks/" + sink + ".camel.yaml"));

        assertThat(findings())
                .singleElement()
                .asString()
                .matches("config/application.properties:[0-9]+:14: `feed.sinks` names `" + sink
                        + "`, which has no route in routes/sinks/; bring back the one from direct:account-events-"
                        + sink);
    }

    @Test
    void aSinkThatIsNamedNowhereIsToldAsTheDefault() throws Exception {
        edit("config/application.properties", "feed.sinks = file", "");
        Files.delete(folder.resolve("routes/sinks/file.camel.yaml"));

        assertThat(findings())
                .containsExactly("config/application.properties: `feed.sinks` names `file`, which has no route in"
                        + " routes/sinks/; bring back the one from direct:account-events-file (it is the default)");
    }

    @Test
    void aSinkIsNotMissedWhereItsFileCannotBeRead() throws Exception {
        Files.writeString(folder.resolve("routes/sinks/file.camel.yaml"), "- route: x: y\n");

        assertThat(findings()).singleElement().asString().startsWith("routes/sinks/file.camel.yaml:1:11: ");
    }

    @Test
    void whatAFixtureExpectsKeepsNothingFromRunning() throws Exception {
        edit("routes/telnyx/telnyx-account.jq", ", creditLimit: .credit_limit", "");
        edit("routes/telnyx/telnyx-account.camel.yaml", "name: provider-call", "name: provider-cal");

        assertThat(findings()).hasSizeGreaterThan(1).anyMatch(finding -> finding.contains("/fixtures/"));
        assertThat(validation(Validation::faults))
                .singleElement()
                .asString()
                .endsWith("no route begins with direct:provider-cal; did you mean `provider-call`?");
    }

    @Test
    void whatAFixtureExpectsIsToldBesideOtherMistakes() throws Exception {
        edit("routes/telnyx/telnyx-account.jq", ", creditLimit: .credit_limit", "");
        edit("config/application.properties", "feed.sinks = file", "feed.sinks = fiel");

        assertThat(findings())
                .anyMatch(finding -> finding.startsWith("config/application.properties:"))
                .anyMatch(finding -> finding.contains("/fixtures/"));
    }

    @Test
    void aFileThatNobodyReadsHidesNothingOfItsProvidersFixtures() throws Exception {
        edit("routes/telnyx/telnyx-account.jq", ", creditLimit: .credit_limit", "");
        Files.writeString(folder.resolve("routes/telnyx/own.yaml"), "");

        assertThat(findings())
                .contains("routes/telnyx/own.yaml: is not read by this name; name it telnyx/own.camel.yaml")
                .anyMatch(finding -> finding.contains("/fixtures/"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "option-key} | option-kye} | `kye` is none of the options in provider.yaml; did you mean `key`?",
                "query('name,enabled,limit') | query('name,enabeld,limit') | `enabeld` is none of the options in provider.yaml; did you mean `enabled`?",
                "poll.query( | poll.qery( | a poll has no `qery`; did you mean `query`?"
            })
    void whatARouteNamesOfAPollIsThere(String right, String wrong, String words) throws Exception {
        edit("routes/infobip/infobip-account.camel.yaml", right, wrong);

        assertThat(findings()).isNotEmpty().allSatisfy(finding -> assertThat(finding)
                .matches("routes/infobip/infobip-account.camel.yaml:[0-9]+:[0-9]+: " + Pattern.quote(words)));
    }

    @Test
    void foldersMayBeLinks() throws Exception {
        Path elsewhere = Files.move(folder.resolve("routes"), folder.resolve("elsewhere"));
        Path infobip = Files.move(elsewhere.resolve("infobip"), folder.resolve("infobip"));
        Files.createSymbolicLink(elsewhere.resolve("infobip"), infobip);
        Files.createSymbolicLink(folder.resolve("routes"), elsewhere);

        assertThat(findings()).isEmpty();
    }

    @Test
    void withoutATriggerNothingWouldBePolled() throws Exception {
        TestRoutes.empty(folder.resolve("routes/triggers"));

        assertThat(findings())
                .containsExactly("routes/triggers: holds no route, and nothing would be polled; bring back"
                        + " timer.camel.yaml");
    }

    @Test
    void aKeyThatIsThereTwiceHidesNothingElseInItsFile() throws Exception {
        Files.writeString(folder.resolve("config/sources.yaml"), """
                sources:
                  - id: a
                    provider: infobip
                    credentials: {apiKey: x}
                    every: 1m
                    every: 2m
                    bogus: 1
                """);

        assertThat(findings())
                .hasSize(2)
                .satisfies(all -> assertThat(all.get(0))
                        .isEqualTo("config/sources.yaml:6:5: `every` stands here twice, first in line 5; keep one of"
                                + " them"))
                .satisfies(all -> assertThat(all.get(1)).startsWith("config/sources.yaml:7:5: unknown key `bogus`"));
        assertThat(validation(Validation::load).value()).isEmpty();
    }

    @Test
    void aNumberWithoutMeasureIsToldOnceAndHidesNothing() throws Exception {
        Files.writeString(folder.resolve("config/sources.yaml"), """
                sources: []
                providers:
                  infobip: {requestsPerSecond: 1e400, concurrency: none}
                """);

        assertThat(findings())
                .map(finding -> finding.replaceFirst(": .*", ""))
                .containsExactly("config/sources.yaml:3:32", "config/sources.yaml:3:52");
        assertThat(validation(Validation::load).value()).isEmpty();
    }

    @Test
    void aPasswordThatCannotBeReadIsNotMissed() throws Exception {
        Files.writeString(folder.resolve("config/sources.yaml"), """
                sources:
                  - id: a
                    provider: infobip
                    credentials:
                      username: u
                      password: !s3cret
                    bogus: 1
                """);

        assertThat(findings())
                .map(finding -> finding.replaceFirst(": .*", ""))
                .containsExactly("config/sources.yaml:6:17", "config/sources.yaml:7:5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "routes/triggers/timer.camel.yaml | period: 50 | period: 1e400",
                "routes/triggers/timer.camel.yaml | id: timer-poll | id: 1e400",
                "routes/sinks/file.camel.yaml | ref: fileSink | ref: 1e400",
                "routes/sinks/file.camel.yaml | noErrorHandler: {} | noErrorHandler: 1e400",
                "routes/shared/account-fetch.camel.yaml | uri: direct | uri: 1e400",
                "routes/infobip/provider.yaml | maximum: 100000 | maximum: 1e400",
                "routes/infobip/provider.yaml | type: integer | type: 1e400",
                "routes/infobip/provider.yaml | default: json | default: 1e400",
                "routes/infobip/provider.yaml | maxBytes: 1073741824 | maxBytes: 1e400",
                "routes/infobip/provider.yaml | id: /key | id: 1e400",
            })
    void aValueThatCannotBeReadIsToldOnceAndTakesNoEffect(String file, String right, String wrong) throws Exception {
        edit(file, right, wrong);

        assertThat(findings()).singleElement().asString().startsWith(file + ":").contains("64 digits");
        assertThat(validation(Validation::load).value()).isEmpty();
    }

    @Test
    void aKeyThatIsThereTwiceInAManifestOrARouteTakesNoEffect() throws Exception {
        edit("routes/infobip/provider.yaml", "title: Infobip\n", "title: Infobip\ntitle: Infobip\n");
        edit(
                "routes/sinks/file.camel.yaml",
                "        method: append\n",
                "        method: append\n            method: x\n");

        assertThat(findings())
                .map(finding -> finding.replaceFirst(": .*", ""))
                .containsExactly("routes/infobip/provider.yaml:3:1", "routes/sinks/file.camel.yaml:16:13");
        assertThat(validation(Validation::load).value()).isEmpty();
    }

    private void edit(String file, String right, String wrong) throws IOException {
        String text = Files.readString(folder.resolve(file));
        int at = text.indexOf(right);
        assertThat(at).isNotNegative();
        Files.writeString(folder.resolve(file), text.substring(0, at) + wrong + text.substring(at + right.length()));
    }

    private List<String> findings() {
        return validation(Validation::all).stream()
                .map(finding -> finding.toString().replace(folder + "/", ""))
                .toList();
    }

    private <T> T validation(Function<Validation, T> use) {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setLocation("file:" + folder + "/config/application.properties");
            return use.apply(new Validation(
                    folder.resolve("config"),
                    folder.resolve("routes"),
                    camel::resolvePropertyPlaceholders,
                    file -> List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
