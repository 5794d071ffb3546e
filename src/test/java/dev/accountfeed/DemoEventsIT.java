package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.sandbox.DemoLife;
import dev.accountfeed.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cycle of the demo, at the speed of the machine, with a twin of Infobip in XML. */
class DemoEventsIT {

    private static final int CYCLE = 30;

    private static final String SOURCES = """
            sources:
              - id: vox
                provider: voximplant
                url: $VOXIMPLANT
                credentials: {file: $CREDENTIALS}
                every: 1d
              - id: json
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                every: 1d
              - id: xml
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                every: 1d
                options: {format: xml}
            providers:
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 10s}
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 10s}
            """;

    @TempDir
    private Path folder;

    @Test
    void everyEventOfTheDemoIsValidAndXmlTellsTheSameStoryAsJson() {
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                RunningFeed feed = RunningFeed.start(folder, sandbox, SOURCES)) {
            DemoLife life = new DemoLife(sandbox, 1);
            for (int i = 0; i < CYCLE; i++) {
                life.step();
                List.of("vox", "json", "xml").forEach(feed::poll);
            }

            // Looked at against their schemas on the way.
            List<JsonNode> events = feed.events();
            assertThat(data(events, "vox"))
                    .map(data -> data.path("op").asText())
                    .contains("r", "u");
            assertThat(data(events, "json"))
                    .map(data -> data.path("op").asText())
                    .containsExactly("r", "r", "r", "c", "u", "u", "d");
            assertThat(data(events, "xml")).isEqualTo(data(events, "json"));
        }
    }

    private static List<JsonNode> data(List<JsonNode> events, String source) {
        List<JsonNode> data = new ArrayList<>();
        events.forEach(event -> {
            if (event.path("source").asText().endsWith("/" + source)) {
                data.add(event.path("data"));
            }
        });
        return data;
    }
}
