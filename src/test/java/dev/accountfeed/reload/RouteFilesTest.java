package dev.accountfeed.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFilesTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "errors, true",
                "\"errors\", true",
                "errors # all of them, true",
                "&first errors, true",
                "errors-too, false",
                "errors#, false"
            })
    void knowTheirRouteConfigurationsHoweverTheirNamesAreWritten(String written, boolean known) {
        RouteFiles files = new RouteFiles(Map.of(
                Path.of("a.camel.yaml"), "- routeConfiguration:\n    id: " + written + "\n    onException: []\n"));

        assertThat(files.configure("errors")).isEqualTo(known);
    }
}
