package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service says when it has started. */
class BegunTest {

    private static final Map<String, String> SHIPPED = Map.of(
            "{{feed.sinks}}", "file,kafka",
            "{{camel.server.enabled:false}}", "true",
            "{{camel.server.host:127.0.0.1}}", "127.0.0.1",
            "{{camel.server.port:8080}}", "8080");

    @TempDir
    private Path folder;

    @Test
    void saysWhatIsPolledAndWhereToLook() {
        assertThat(Begun.words(2, SHIPPED::get))
                .isEqualTo("Running: 2 sources, events to file,kafka; see http://127.0.0.1:8080/");
    }

    @Test
    void aServiceWithoutSourcesSaysSoWhenItStarts() throws IOException {
        assertThat(started("sources: []\n"))
                .containsExactly("Running, and nothing is polled: no source in " + folder.resolve("config/sources.yaml")
                        + " is enabled; it is read again when you save it");
    }

    @Test
    void aDisabledSourceDoesNotCount() throws IOException {
        String source = "  - {id: %s, provider: infobip, url: 'http://127.0.0.1:1', every: 1h, enabled: %s,"
                + " credentials: {apiKey: key}}\n";

        assertThat(started("sources:\n" + source.formatted("on", true) + source.formatted("off", false)))
                .containsExactly("Running: 1 source, events to file");
    }

    @Test
    void routesThatAreNotStartedAreTold() throws IOException {
        assertThat(started("sources: []\n", Map.of("camel.main.autoStartup", "false")))
                .containsExactly("Running, and nothing is polled: camel.main.autoStartup is false");
    }

    private List<String> started(String sources) throws IOException {
        return started(sources, Map.of());
    }

    private List<String> started(String sources, Map<String, String> settings) throws IOException {
        Folders folders = new Folders();
        folders.config = Files.createDirectories(folder.resolve("config"));
        folders.data = folder.resolve("data");
        Files.copy(Path.of("config/application.properties"), folders.config.resolve("application.properties"));
        Files.writeString(folders.config.resolve("sources.yaml"), sources);
        Map<String, String> overrides = new HashMap<>(settings);
        overrides.putAll(Map.of("camel.server.port", "0", "camel.management.port", "0"));
        Main main = FeedMain.of(folders, overrides);
        main.addMainListener(new Begun(folders));
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                main.completed();
            }
        });
        return LogLines.of(Level.INFO, () -> run(main)).stream()
                .filter(line -> line.startsWith(Begun.class.getName()))
                .map(line -> line.substring(Begun.class.getName().length() + 1).strip())
                .toList();
    }

    private static void run(Main main) {
        try {
            main.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
