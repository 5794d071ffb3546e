package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.TestRoutes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TestCommandTest {

    @TempDir
    private Path routes;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aProviderWithFixtures() throws IOException {
        Path telnyx = Path.of("routes/telnyx");
        try (Stream<Path> files = Files.walk(telnyx)) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve("telnyx").resolve(telnyx.relativize(file)));
            }
        }
    }

    @Test
    void aProviderWhoseFixturesReplayIsAsExpected() {
        assertThat(test("telnyx")).isZero();
        assertThat(out.toString()).isEqualTo("telnyx: 8 fixtures, all as expected" + System.lineSeparator());
    }

    @Test
    void aProviderWithoutFixturesIsNotSaidToBeAsExpected() throws IOException {
        TestRoutes.empty(routes.resolve("telnyx/fixtures"));

        assertThat(test("telnyx")).isZero();
        assertThat(out.toString()).isEqualTo("telnyx: no fixture, nothing was replayed" + System.lineSeparator());
    }

    @Test
    void aFolderWithoutAManifestIsToldWhatItLacks() throws IOException {
        Files.createDirectories(routes.resolve("chirp/fixtures"));

        assertThat(test("chirp")).isEqualTo(2);
        assertThat(err.toString()).startsWith(routes.resolve("chirp") + " is no provider: it has no provider.yaml");
    }

    @Test
    void everyDifferenceIsPrintedWithPathExpectedAndActual() throws IOException {
        edit("fixtures/balance.yaml", "amount: 300,", "amount: 301,");
        edit("fixtures/error-too-many.yaml", "throttled", "refused");

        assertThat(test()).isEqualTo(1);
        assertThat(out.toString().lines().map(line -> line.replaceFirst(".*/fixtures/([^:]*):[0-9]+:[0-9]+", "$1")))
                .containsExactly(
                        "balance.yaml: /account/balance/amount: expected 301, actual 300.00",
                        "error-too-many.yaml: /outcome: expected \"refused\", actual \"throttled\"");
    }

    @Test
    void aBodyThatNoCallAsksForIsTold() throws IOException {
        edit("fixtures/balance.yaml", "payload: |", "payload:\n- |");
        edit("fixtures/balance.yaml", "before:", "- '{}'\nbefore:");

        assertThat(test()).isEqualTo(1);
        assertThat(out.toString())
                .hasLineCount(1)
                .matches("(?s).*balance.yaml:[0-9]+:3: is called for by nothing: the answer is whole without it\\s");
    }

    @Test
    void aMappingThatLosesAFieldIsADifference() throws IOException {
        edit("telnyx-account.jq", ", creditLimit: .credit_limit", "");

        assertThat(test("telnyx")).isEqualTo(1);
        assertThat(out.toString()).contains("/account/balance/creditLimit: expected 100, actual nothing");
    }

    @Test
    void aFixtureThatIsNoneSaysWhatItShouldBe() throws IOException {
        edit("fixtures/balance.yaml", "payload:", "paylod:");
        edit("fixtures/unusable.yaml", "accountId: main", "accountId: a/b");

        assertThat(test()).isEqualTo(1);
        assertThat(out.toString())
                .contains("unknown key `paylod`; did you mean `payload`?")
                .contains("`accountId` must match");
    }

    @Test
    void whatIsWrongWithTheMappingIsToldOnce() throws IOException {
        edit("telnyx-account.jq", "{", "{{");

        assertThat(test()).isEqualTo(1);
        assertThat(out.toString()).hasLineCount(1).contains("telnyx-account.jq");
    }

    @Test
    void aFolderWithoutProvidersIsNotAsExpected() {
        Path fixtures = routes.resolve("telnyx/fixtures");

        int code = new CommandLine(new TestCommand())
                .setOut(new PrintWriter(out))
                .execute("--routes", fixtures.toString());

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("no provider under " + fixtures + System.lineSeparator());
    }

    @Test
    void anUnknownProviderIsWrongUsage() {
        assertThat(test("telnix")).isEqualTo(2);
        assertThat(err.toString()).contains("there are: telnyx");
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = routes.resolve("telnyx").resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    private int test(String... names) {
        String[] args = Stream.concat(Stream.of("--routes", routes.toString()), Stream.of(names))
                .toArray(String[]::new);
        return new CommandLine(new TestCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
