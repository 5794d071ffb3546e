package dev.accountfeed.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlookedTest {

    @TempDir
    Path routes;

    @ParameterizedTest
    @CsvSource({
        "own.yaml, own.camel.yaml",
        "triggers/own.yml, triggers/own.camel.yaml",
        "triggers/own.camel.yml, triggers/own.camel.yaml",
        "sinks/deeper/crm.camel.yaml, sinks/crm.camel.yaml",
        "plivo/provider.yml, plivo/provider.yaml",
        "plivo/fixtures/one.yml, plivo/fixtures/one.yaml",
        "plivo/fixtures/deeper/one.yaml, plivo/fixtures/one.yaml",
    })
    void whatNobodyReadsIsToldWithTheNameThatIsRead(String file, String name) throws Exception {
        write(file);

        assertThat(Routes.read(routes).overlooked())
                .singleElement()
                .hasToString(routes.resolve(file) + ": is not read by this name; name it " + name);
    }

    @Test
    void whatIsReadIsNotTold() throws Exception {
        write("own.camel.yaml");
        write("triggers/own.camel.yaml");
        write("shared/deeper/own.camel.yaml");
        write("plivo/provider.yaml");
        write("plivo/fixtures/one.yaml");

        assertThat(Routes.read(routes).overlooked()).isEmpty();
    }

    @Test
    void whatIsNoYamlOrHiddenIsNotMeantToBeRead() throws Exception {
        write("plivo/README.md");
        write("plivo/own.yaml~");
        write("plivo/.own.yaml");
        write("..2026_11_23/own.yaml");

        assertThat(Routes.read(routes).overlooked()).isEmpty();
    }

    private void write(String file) throws IOException {
        Path path = routes.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
    }
}
