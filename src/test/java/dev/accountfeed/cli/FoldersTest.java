package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every verb says of folders that it cannot work with. */
@Timeout(30) // some verbs would run until they are ended
class FoldersTest {

    private static final Map<String, List<String>> OPERANDS = Map.of(
            "read", List.of("source"),
            "forget", List.of("source"),
            "replay", List.of("file", "--from", "1"));

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @MethodSource("verbs")
    void aFolderThatIsNotThereIsWrongUsage(String verb) {
        assertThat(execute(verb, "--config", folder.resolve("none"))).isEqualTo(2);
        assertThat(said()).isEqualTo("--config: " + folder + "/none is not a folder");

        assertThat(execute(verb, "--routes", folder.resolve("none"))).isEqualTo(2);
        assertThat(said()).isEqualTo("--routes: " + folder + "/none is not a folder");
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aFileInThePlaceOfAFolderIsWrongUsage(String verb) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        for (String option : List.of("--config", "--routes", "--data")) {
            assertThat(execute(verb, option, file)).isEqualTo(2);
            assertThat(said()).isEqualTo(option + ": " + file + " is not a folder");
        }
    }

    /** Camel takes what stands before the comma for a path of its own. */
    @ParameterizedTest
    @MethodSource("verbs")
    void aPathWithACommaIsWrongUsage(String verb) throws IOException {
        Path comma = Files.createDirectory(folder.resolve("a,b"));

        for (String option : List.of("--config", "--routes")) {
            assertThat(execute(verb, option, comma)).isEqualTo(2);
            assertThat(said()).startsWith(option + ": " + comma + " holds a comma");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--routes a+b", "--routes a%20b", "--routes a;b", "--routes a\\b", "--data a?b"})
    void aPathThatWouldBeReadAsAnotherIsWrongUsage(String arguments) throws IOException {
        Path path = Files.createDirectory(folder.resolve(arguments.split(" ")[1]));

        assertThat(execute("validate", arguments.split(" ")[0], path)).isEqualTo(2);
        assertThat(said()).startsWith(arguments.split(" ")[0] + ": " + path + " holds a ");
    }

    @Test
    void theDemoRefusesACommaWhereItsOwnSettingsWouldBe() {
        Path comma = folder.resolve("a,b");

        assertThat(execute("demo", "--data", comma)).isEqualTo(2);
        assertThat(said()).startsWith("--data: " + comma + "/demo/config holds a comma");
        assertThat(comma).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "demo", "validate", "check", "read", "recover", "forget"})
    void settingsThatAreNotThereAreAFinding(String verb) {
        StringWriter out = new StringWriter();
        int code = execute(out, verb, "--config", folder);

        assertThat(code).isEqualTo(1);
        assertThat((out + said()).lines())
                .contains(
                        folder + "/application.properties: there is no such file; copy the one that account-feed comes"
                                + " with, in config/");
    }

    static Set<String> verbs() {
        Set<String> verbs =
                new TreeSet<>(AccountFeed.commandLine().getSubcommands().keySet());
        verbs.remove("help");
        return verbs;
    }

    /** The first line: the usage of the verb follows. */
    private String said() {
        return err.toString().lines().findFirst().orElse("");
    }

    private int execute(String verb, String option, Path path) {
        return execute(new StringWriter(), verb, option, path);
    }

    private int execute(StringWriter out, String verb, String option, Path path) {
        err.getBuffer().setLength(0);
        List<String> args = new ArrayList<>(List.of(verb));
        args.addAll(OPERANDS.getOrDefault(verb, List.of()));
        if (!option.equals("--data")) {
            args.addAll(List.of("--data", folder.resolve("data").toString()));
        }
        args.addAll(List.of(option, path.toString()));
        return AccountFeed.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args.toArray(String[]::new));
    }
}
