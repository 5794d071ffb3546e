package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedMainTest {

    @Test
    void theEnvironmentReplacesWhatTheFileSaysOfCamel() {
        assertThat(FeedMain.environment(
                        Set.of("camel.server.port", "camel.component.kafka.brokers", "camel.main.name", "feed.sinks"),
                        Map.of(
                                "CAMEL_SERVER_PORT", "18080",
                                "CAMEL_COMPONENT_KAFKA_BROKERS", "kafka:9092",
                                // Ours are asked for by their names, and the environment answers.
                                "FEED_SINKS", "kafka",
                                "PATH", "/bin")))
                .isEqualTo(Map.of("camel.server.port", "18080", "camel.component.kafka.brokers", "kafka:9092"));
    }
}
