package dev.accountfeed.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.cli.AccountFeed;
import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.Report;
import dev.accountfeed.config.SchemaCheck;
import dev.accountfeed.config.YamlDocument;
import dev.accountfeed.docs.MarkdownPage.Block;
import dev.accountfeed.event.EventSchemas;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the documents tell a user to write or type is right. */
class DocsTest {

    /** Programs of other people that a command of ours may stand beside. */
    private static final Set<String> PROGRAMS = Set.of(
            "bash",
            "cat",
            "cd",
            "cp",
            "curl",
            "echo",
            "export",
            "git",
            "gunzip",
            "head",
            "jq",
            "kcat",
            "kubectl",
            "ls",
            "mkdir",
            "mv",
            "openssl",
            "sha256sum",
            "sort",
            "ssh",
            "sqlite3",
            "sudo",
            "systemctl",
            "tail",
            "tar",
            "touch",
            "unzip",
            "watch",
            "java",
            "docker",
            "apt-get",
            "kill",
            "chmod",
            "install",
            "for",
            "rm",
            "sed",
            "until",
            "wait");

    private static final Set<String> MAVEN = Set.of(
            "clean",
            "validate",
            "compile",
            "test",
            "test-compile",
            "package",
            "verify",
            "install",
            "spotless:apply",
            "spotless:check",
            "exec:exec",
            "org.owasp:dependency-check-maven:12.1.9:check");

    private static final Pattern OURS = Pattern.compile("(?:^|[ ;|&(])(?:\\S*/)?bin/account-feed((?: [^;|&)#>]*)?)");

    static List<MarkdownPage> pages() {
        return MarkdownPage.all();
    }

    static List<Block> commands() {
        return blocks("sh", "bash", "shell", "console");
    }

    static List<Block> yaml() {
        return blocks("yaml", "yml");
    }

    static List<Block> json() {
        return blocks("json", "ndjson");
    }

    static List<Block> properties() {
        return blocks("properties", "ini");
    }

    private static List<Block> blocks(String... languages) {
        return pages().stream().flatMap(page -> page.blocks(languages).stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(MarkdownPage page) {
        Path folder = page.file().toAbsolutePath().getParent();
        assertThat(page.relativeLinks()).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page.file().toAbsolutePath() : folder.resolve(parts[0]);
            assertThat(target).exists();
            if (parts.length == 2 && target.toString().endsWith(".md")) {
                assertThat(MarkdownPage.of(target.toString()).anchors()).contains(parts[1]);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandWithinATextIsOne(MarkdownPage page) {
        assertThat(page.inlineCode()).allSatisfy(DocsTest::assertVerbs);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandBlockIsShellOfProgramsThatAreThere(Block block) throws Exception {
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        bash.getOutputStream().write(block.text().getBytes(StandardCharsets.UTF_8));
        bash.getOutputStream().close();
        String complaints = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(complaints).isZero();

        for (String line : block.text().replace("\\\n", " ").split("\n")) {
            String command =
                    line.replaceFirst("^\\$ ", "").replaceFirst("(^| )#.*", "").strip();
            if (!command.isEmpty()) {
                assertVerbs(command);
                assertProgram(command.replaceFirst("^([A-Z_]+=\\S+ +)+", ""));
            }
        }
    }

    private static void assertProgram(String command) {
        String program = command.split("\\s", 2)[0];
        if (program.endsWith("mvnw")) {
            assertThat(Arrays.stream(command.split("\\s+")).skip(1).filter(word -> !word.startsWith("-")))
                    .as("what Maven is asked for in: %s", command)
                    .isSubsetOf(MAVEN);
            for (Matcher test = Pattern.compile("-Dtest=(\\w+)").matcher(command); test.find(); ) {
                assertThat(sources(test.group(1) + ".java"))
                        .as("the test in: %s", command)
                        .isNotEmpty();
            }
        } else if (!program.endsWith("bin/account-feed")
                && !program.equals("bin/benchmark")
                && !program.startsWith(".ci/")) {
            assertThat(PROGRAMS)
                    .as("programs that the documents may use: %s", command)
                    .contains(program);
        }
    }

    /** Every call of ours in a line has a verb that there is, and options that it has. */
    private static void assertVerbs(String line) {
        for (Matcher call = OURS.matcher(line); call.find(); ) {
            String[] words = words(call.group(1));
            // A pattern for people, not a call.
            if (words.length == 0 || words[0].matches("[A-Z…].*")) {
                continue;
            }
            assertThatCode(() -> new CommandLine(AccountFeed.class).parseArgs(words))
                    .as(line)
                    .doesNotThrowAnyException();
        }
    }

    private static String[] words(String arguments) {
        return Stream.of(arguments.strip().split("\\s+"))
                .filter(word -> !word.isEmpty() && !word.equals("…"))
                .map(word -> word.replaceAll("[\\[\\]\"']", ""))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void everyInventoryIsValid(Block block) {
        Loaded<YamlDocument> loaded = YamlDocument.parse(Path.of("block.yaml"), block.text());
        assertThat(loaded.findings()).isEmpty();
        YamlDocument document = loaded.value().orElseThrow();
        if (document.root().isObject()
                && (document.root().has("sources") || document.root().has("defaults"))) {
            Report report = new Report(document);
            SchemaCheck.resource("/schema/sources.schema.json").check(document, "", report);
            assertThat(report.findings()).map(Finding::toString).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("json")
    void everyJsonBlockIsJsonAndEveryEventIsValid(Block block) {
        List<String> documents =
                block.language().equals("ndjson") ? block.text().lines().toList() : List.of(block.text());
        assertThat(documents).allSatisfy(text -> {
            JsonNode node = Json.MAPPER.readTree(text);
            if (node.has("specversion")) {
                assertThat(EventSchemas.problems(node)).isEmpty();
            }
        });
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("properties")
    void everySettingIsDeclared(Block block) throws Exception {
        Properties settings = new Properties();
        settings.load(new StringReader(block.text()));
        String declared = Files.readString(Path.of("config/application.properties"));
        assertThat(settings.stringPropertyNames())
                .filteredOn(name -> name.startsWith("feed."))
                .allSatisfy(name -> assertThat(declared).containsPattern("(?m)^#?" + Pattern.quote(name) + " *="));
    }

    private static List<Path> sources(String name) {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            files.filter(file -> file.getFileName().toString().equals(name)).forEach(found::add);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found;
    }
}
