package dev.accountfeed.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.accountfeed.RunningFeed;
import dev.accountfeed.kafka.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/operations.md leads from the zip to a running service: its commands are run, exactly as they stand there. */
class OperationsPageIT {

    @TempDir
    private Path folder;

    @Test
    void theCommandsLeadFromTheZipToARunningServiceWithKafkaAndMetrics() throws Exception {
        Path zip = Path.of("target/account-feed-0.1.0.zip").toAbsolutePath();
        assumeTrue(Files.exists(zip), "there is no zip: ./mvnw package makes it");
        Shell.assume("bash", "unzip", "curl", "sed", "grep");

        Path script = Files.writeString(
                folder.resolve("script"),
                "set -e\n" + String.join("\n", OperationsPage.commands("## Try it end to end")));
        Shell.Result result = Shell.run(folder, environment(zip), Duration.ofMinutes(3), "bash", script.toString());

        Path home = folder.resolve("account-feed-0.1.0");
        String log = Files.exists(home.resolve("feed.log")) ? Files.readString(home.resolve("feed.log")) : "no log";
        assertThat(result.code()).as("%s%n%s", result.output(), log).isZero();
        assertThat(result.output().lines())
                .contains("everything is in order")
                .anyMatch(line -> line.matches("voximplant-sandbox +ok .*"))
                .anyMatch(line -> line.matches("infobip-sandbox +ok .*"))
                .anyMatch(line ->
                        line.startsWith("account_feed_polls_total{outcome=\"ok\",source=\"voximplant-sandbox\"}"))
                .anyMatch(line -> line.startsWith("account_feed_sink_up{sink=\"kafka\"}"))
                // The transactions begin while the page goes on; status comes behind the metrics.
                .anyMatch(line -> line.matches("kafka +running .*"));
        assertThat(log).doesNotContain("ERROR", "WARN");
    }

    /** What differs between machines: the page takes it from the environment. */
    private static Map<String, String> environment(Path zip) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("ZIP", zip.toString());
        environment.put("KAFKA", TestBroker.shared().address());
        environment.put("CAMEL_SERVER_PORT", Integer.toString(RunningFeed.freePort()));
        environment.put("CAMEL_MANAGEMENT_PORT", Integer.toString(RunningFeed.freePort()));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        // The broker is for all tests.
        for (String topic : List.of("EVENTS", "ACCOUNTS", "POSITIONS", "COMMANDS")) {
            environment.put("FEED_KAFKA_TOPIC_" + topic, "operations-page-" + topic);
        }
        environment.put("FEED_KAFKA_TRANSACTIONAL_ID", "operations-page");
        return environment;
    }
}
