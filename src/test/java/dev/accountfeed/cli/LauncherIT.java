package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/account-feed} as cron and containers call it. */
class LauncherIT {

    /** Bytes of UTF-8: this JVM may have a locale that cannot name the folder. */
    private static final String SCRIPT = """
            config="$1/$(printf 'Gr\\303\\266\\303\\237e')"
            mkdir "$config"
            bin/account-feed validate --config "$config"
            bin/account-feed status --config "$config/none" 2>&1
            """;

    @TempDir
    private Path folder;

    /** The second is what ssh brings along from another machine: here there is no such locale. */
    @ParameterizedTest
    @ValueSource(strings = {"C", "xx_XX.UTF-8"})
    void withoutALocaleNamesAreReadAndWrittenInUtf8(String locale) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", SCRIPT, "sh", folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("LC_ALL", locale);

        assertThat(output(builder))
                .contains("\n" + folder + "/Größe/sources.yaml: there is no such file")
                .contains("--config: " + folder + "/Größe/none is not a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--config=%s", "--config %s"})
    void itLogsAsTheFolderOfTheSettingsSays(String option) throws IOException {
        Path settings = Files.createDirectory(folder.resolve("set tings")).toRealPath();
        Files.writeString(settings.resolve("log4j2.yaml"), "Configuration: {status: debug}\n");
        List<String> command = new ArrayList<>(List.of("bin/account-feed", "status"));
        for (String word : option.split(" ")) {
            command.add(word.formatted(settings));
        }

        // Log4j tells which file it takes.
        assertThat(output(new ProcessBuilder(command).redirectErrorStream(true)))
                .contains("location=" + settings.resolve("log4j2.yaml"));
    }

    @Test
    void javaSaysNothingOfItsOwn() throws IOException {
        assumeTrue(Runtime.version().feature() >= 24, "a Java that warns of native code and of Unsafe");
        ProcessBuilder demo =
                new ProcessBuilder("bin/account-feed", "demo", "--for", "1s", "--data", folder.toString());

        assertThat(output(demo.redirectOutput(ProcessBuilder.Redirect.DISCARD), Process::getErrorStream))
                .isEmpty();
    }

    @Test
    void aSearchPathOfCdLeadsItNowhereElse() throws IOException {
        Files.createDirectory(folder.resolve("bin"));
        ProcessBuilder builder = new ProcessBuilder("bin/account-feed", "--version").redirectErrorStream(true);
        builder.environment().put("CDPATH", folder.toString());

        assertThat(output(builder)).startsWith("account-feed ");
    }

    @Test
    void anUpgradedCheckoutRunsWithNothingOfTheVersionBefore() throws IOException {
        checkout();
        Path old = Files.createFile(folder.resolve("target/account-feed-0.1.0.jar"));
        Path oldLibrary = Files.createFile(
                Files.createDirectories(folder.resolve("target/lib")).resolve("library-1.jar"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));

        assertThat(started()).contains(folder + "/target/account-feed-0.2.0.jar:" + folder + "/target/lib/*");
        assertThat(old).doesNotExist();
        assertThat(oldLibrary).doesNotExist();
    }

    @Test
    void ofTwoVersionsThatWereBuiltByHandTheNewerOneRuns() throws IOException {
        checkout();
        Files.createFile(folder.resolve("target/account-feed-0.10.0.jar"));
        Files.setLastModifiedTime(
                Files.createFile(folder.resolve("target/account-feed-0.9.0.jar")), FileTime.from(Instant.EPOCH));

        assertThat(started()).contains(folder + "/target/account-feed-0.10.0.jar:" + folder + "/target/lib/*");
    }

    @Test
    void theArchiveOfClassesIsMadeOnceWhereverTheClockIsReadAndWithoutAFolderForTemporaryFiles() throws IOException {
        checkout();

        started("TMPDIR", folder + "/none");
        started("TZ", "Asia/Tokyo");

        assertThat(folder.resolve("archives")).hasContent("one\n");
        try (Stream<Path> left = Files.list(folder.resolve("target/lib"))) {
            assertThat(left)
                    .extracting(file -> String.valueOf(file.getFileName()))
                    .containsExactlyInAnyOrder("library-2.jar", "account-feed.jsa", "account-feed.jsa.of");
        }
    }

    /** The launcher in a checkout whose build and whose Java only tell that they were called. */
    private void checkout() throws IOException {
        script("bin/account-feed", Files.readString(Path.of("bin/account-feed")));
        Files.createDirectories(folder.resolve("src/main"));
        Files.createDirectories(folder.resolve("target"));
        Files.createFile(folder.resolve("pom.xml"));
        for (String schema : List.of("config/some.schema.json", "routes/some.schema.json")) {
            Files.createDirectories(folder.resolve(schema).getParent());
            Files.createFile(folder.resolve(schema));
        }
        script("mvnw", """
                #!/bin/sh
                mkdir -p "${0%/*}/target/lib"
                touch "${0%/*}/target/account-feed-0.2.0.jar" "${0%/*}/target/lib/library-2.jar"
                """);
        script("java/bin/java", """
                #!/bin/sh
                for option; do
                  case $option in
                    -XX:ArchiveClassesAtExit=*) touch "${option#*=}"; echo one >>"${0%/*}/../../archives" ;;
                    *) echo "$option" ;;
                  esac
                done
                """);
    }

    private void script(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The arguments that Java is called with, one a line. */
    private String started(String... variable) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(folder + "/bin/account-feed", "validate");
        if (variable.length > 0) {
            builder.environment().put(variable[0], variable[1]);
        }
        builder.environment().put("JAVA_HOME", folder + "/java");
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String output(ProcessBuilder builder) throws IOException {
        return output(builder, Process::getInputStream);
    }

    private static String output(ProcessBuilder builder, Function<Process, InputStream> stream) throws IOException {
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new String(stream.apply(builder.start()).readAllBytes(), StandardCharsets.UTF_8);
    }
}
