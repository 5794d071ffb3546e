package dev.accountfeed.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class YamlDocumentTest {

    private static final Path FILE = Path.of("a.yaml");

    @Test
    void knowsWhereValuesAndKeysStand() {
        YamlDocument document = read("a:\n  - b: 1\n    c/d: 'x'\n");

        assertThat(document.atValue("/a/0/b", "!")).hasToString("a.yaml:2:8: !");
        assertThat(document.atKey("/a/0/b", "!")).hasToString("a.yaml:2:5: !");
        assertThat(document.atValue("/a/0/c~1d", "!")).hasToString("a.yaml:3:10: !");
        assertThat(document.atKey("/a/0", "!")).hasToString("a.yaml:2:5: !");
    }

    @Test
    void takesThePlaceOfTheNearestParentForWhatIsMissing() {
        YamlDocument document = read("a:\n  b: {}\n");

        assertThat(document.atValue("/a/b/c/d", "!")).hasToString("a.yaml:2:6: !");
        assertThat(document.atValue("/z", "!")).hasToString("a.yaml:1:1: !");
    }

    @Test
    void readsTypesByYaml12() {
        YamlDocument document = read("yes: yes\nhex: 0x1F\nmoney: 1.10\nbig: 123456789012345678901234567890\n"
                + "none: ~\ntrue: True\ndate: 2026-01-01\noctal: 0640\n");

        assertThat(document.at("/yes").asText()).isEqualTo("yes");
        assertThat(document.at("/hex").asInt()).isEqualTo(31);
        assertThat(document.at("/money").decimalValue()).isEqualTo(new BigDecimal("1.10"));
        assertThat(document.at("/big").isBigInteger()).isTrue();
        assertThat(document.at("/none").isNull()).isTrue();
        assertThat(document.at("/true").asBoolean()).isTrue();
        assertThat(document.at("/date").isTextual()).isTrue();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNamedPipeInThePlaceOfAFileIsAFindingAndIsNotWaitedFor(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("sources.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        List<Finding> findings = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> YamlDocument.read(pipe).findings());

        assertThat(findings)
                .extracting(Finding::toString)
                .containsExactly(pipe + ": cannot be read: it is no regular file");
    }

    @Test
    void anEmptyFileHoldsNull() {
        assertThat(read("").root().isNull()).isTrue();
        assertThat(read("# nothing\n").root().isNull()).isTrue();
    }

    @Test
    void followsAliases() {
        assertThat(read("a: &x {b: 1}\nc: *x\n").at("/c/b").asInt()).isEqualTo(1);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        "a: {b: 1,hunter2,hunter2}\n",
                        "1:18: a key without a value stands here twice, first in line 1; keep one of them"),
                arguments("a: 1\nb: 2\na: 3\n", "3:1: `a` stands here twice, first in line 1; keep one of them"),
                arguments(
                        "a:\n\tb: 1\n",
                        "2:1: a value cannot begin with this character; put it in quotes, and indent with spaces, not tabs"),
                arguments(
                        "a: b: c\n",
                        "1:5: a second colon in one line; put a value that holds \": \" in quotes, or begin a new line"),
                arguments(
                        "a: {{env:X}}\n",
                        "1:5: a key must be plain text; put a {{placeholder}} in quotes: \"{{placeholder}}\""),
                arguments(
                        "password: @s3cret\n",
                        "1:11: a value cannot begin with this character; put it in quotes, and indent with spaces, not tabs"),
                arguments(
                        "password: *s3cret\n",
                        "1:11: an alias without its anchor; put a value that begins with * in quotes"),
                arguments(
                        "password: !s3cret\n",
                        "1:11: tags (!name) mean nothing here; put a value that begins with ! in quotes"),
                arguments("a: 'x\n", "2:1: a quote is opened and never closed; close it"),
                arguments(
                        "a: \"\\q\"\n",
                        "1:6: no such escape in double quotes; write \\\\ for a backslash, or use single quotes"),
                arguments("a: [1, 2\nb: 3\n", "2:2: a list in brackets goes on without a comma or a closing ]"),
                arguments("a: {b: 1\nc: 3}\n", "2:2: a mapping in braces goes on without a comma or a closing }"),
                arguments(
                        "a:\n  b: 1\n c: 2\n",
                        "3:2: the indentation does not fit the lines above; align it with its neighbours"),
                arguments("a: 1\nbc\n", "3:1: a colon is missing; write `key: value`"),
                arguments("a: 1\n---\nb: 2\n", "2:1: a second document begins here; remove the --- line"),
                arguments("a: .inf\n", "1:4: must be a number with an end; put a text such as .inf in quotes"),
                arguments(
                        "a: 1e99999999\n",
                        "1:4: a number may have 64 digits and an exponent up to 64; put a text of digits in quotes"),
                arguments(
                        "a: " + "9".repeat(100) + "\n",
                        "1:4: a number may have 64 digits and an exponent up to 64; put a text of digits in quotes"),
                arguments("a: &x [*x]\n", "1:4: an alias (*name) stands for what holds it; write the value out"),
                arguments("[".repeat(10_000), "1:101: is nested too deeply"),
                arguments("a: \u0007\n", "1:4: a control character; remove it"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsWhereItIsNoYaml(String text, String finding) {
        assertThat(YamlDocument.parse(FILE, text).findings())
                .map(Finding::toString)
                .containsExactly("a.yaml:" + finding);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void neverQuotesTheFile(String text, String finding) {
        assertThat(YamlDocument.parse(FILE, text).findings())
                .map(Finding::message)
                .noneMatch(m -> m.contains("s3cret"));
    }

    @Test
    void tellsEveryKeyThatIsThereTwice() {
        assertThat(YamlDocument.parse(FILE, "a: 1\na: 2\nb: {c: 1, c: 2}\n").findings())
                .map(finding -> finding.line() + ":" + finding.column())
                .containsExactly("2:1", "3:11");
    }

    @Test
    void aliasesOfAliasesEndSoon() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(YamlDocument.parse(FILE, bomb.toString()).findings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"missing.yaml | there is no such file", "latin.yaml | is not UTF-8 text; save it in that encoding"
            })
    void tellsOfFilesThatCannotBeRead(String name, String words, @TempDir Path folder) throws Exception {
        Files.write(folder.resolve("latin.yaml"), "a: ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(YamlDocument.read(folder.resolve(name)).findings())
                .containsExactly(new Finding(folder.resolve(name), 0, 0, words));
    }

    private static YamlDocument read(String text) {
        Loaded<YamlDocument> loaded = YamlDocument.parse(FILE, text);
        assertThat(loaded.findings()).isEmpty();
        return loaded.value().orElseThrow();
    }
}
