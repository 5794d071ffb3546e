package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    @CsvSource({"file, 11:14", "kafka, 11:14"})
    void aShippedSinkWithoutItsRouteIsAFinding(String sink, String place) throws Exception {
        edit("config/application.properties", "feed.sinks = file", "feed.sinks = " + sink);
        Files.delete(folder.resolve("routes/sinks/" + sink + ".camel.yaml"));

        assertThat(findings())
                .containsExactly("config/application.properties:" + place + ": `feed.sinks` names `" + sink
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
    void withoutATriggerNothingWouldBePolled() throws Exception {
        TestRoutes.empty(folder.resolve("routes/triggers"));

        assertThat(findings())
                .containsExactly("routes/triggers: holds no route, and nothing would be polled; bring back"
                        + " timer.camel.yaml");
    }

    private void edit(String file, String right, String wrong) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(right);
        Files.writeString(folder.resolve(file), text.replace(right, wrong));
    }

    private List<String> findings() {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setLocation("file:" + folder + "/config/application.properties");
            return new Validation(
                            folder.resolve("config"),
                            folder.resolve("routes"),
                            camel::resolvePropertyPlaceholders,
                            file -> List.of())
                    .all().stream()
                            .map(finding -> finding.toString().replace(folder + "/", ""))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
