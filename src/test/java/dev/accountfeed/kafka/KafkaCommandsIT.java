package dev.accountfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the topic, through a real broker. */
class KafkaCommandsIT {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    Path folder;

    private final String name = KafkaFeed.newName();
    private Sandbox sandbox;
    private Map<String, String> settings;
    private String sources;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(0, Clock.systemUTC());
        settings = KafkaFeed.settings(name, TestBroker.shared().address());
        sources = "[{id: bip, provider: infobip, url: \"" + sandbox.url()
                + "\", every: 1d, credentials: {username: Aladdin, password: open sesame}}]";
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aCommandThatCannotBeReadHoldsUpNoneBehindIt() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings, sources)) {
            awaitEvents(feed, 3);
            rename("Renamed");

            send("open sesame", "{\"command\": \"poll\"}", "{\"command\": \"forget\", \"source\": \"bip\"}", null);
            send("{\"command\": \"poll\", \"source\": \"none\"}", "{\"command\": \"poll\", \"source\": \"bip\"}");

            List<JsonNode> events = awaitEvents(feed, 4);
            assertThat(events.get(3).at("/data/op").asText()).isEqualTo("u");
            assertThat(events.get(3).at("/data/trigger").asText()).isEqualTo("kafka");
        }
    }

    @Test
    void aSnapshotTellsEveryAccountOnceMore() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings, sources)) {
            awaitEvents(feed, 3);

            send("{\"command\": \"snapshot\", \"source\": \"*\"}");

            assertThat(awaitEvents(feed, 6).subList(3, 6)).allSatisfy(event -> {
                assertThat(event.at("/data/op").asText()).isEqualTo("r");
                assertThat(event.at("/data/revision").asInt()).isEqualTo(2);
                assertThat(event.at("/data/trigger").asText()).isEqualTo("snapshot");
            });
        }
    }

    @Test
    void deletesThatAreHeldGoOutWhenTheyAreAccepted() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings, sources)) {
            awaitEvents(feed, 3);
            sandbox.clear("infobip");
            send("{\"command\": \"poll\", \"source\": \"bip\"}");
            await().atMost(Duration.ofSeconds(20)).until(() -> feed.states().countHeld() == 3);

            send("{\"command\": \"accept-deletes\", \"source\": \"bip\"}");

            assertThat(awaitEvents(feed, 6).subList(3, 6)).allSatisfy(event -> {
                assertThat(event.at("/data/op").asText()).isEqualTo("d");
                assertThat(event.at("/data/trigger").asText()).isEqualTo("kafka");
                assertThat(event.path("traceparent").asText()).isEqualTo(TRACE);
            });
        }
    }

    @Test
    void aCommandThatIsSentWhileTheFeedIsDownIsDoneOnceItRuns() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings, sources)) {
            awaitEvents(feed, 3);
            feed.awaitDelivery();
        }
        send("{\"command\": \"snapshot\", \"source\": \"bip\"}");

        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings, sources)) {
            assertThat(awaitEvents(feed, 6))
                    .filteredOn(event -> event.at("/data/trigger").asText().equals("snapshot"))
                    .hasSize(3);
        }
        // Done once: what is behind it is not read again by the next start.
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings, sources)) {
            // The first name may be found by the poll of the start, the second cannot.
            rename("Once");
            send("{\"command\": \"poll\", \"source\": \"bip\"}");
            awaitEvents(feed, 7);
            rename("Twice");
            send("{\"command\": \"poll\", \"source\": \"bip\"}");
            assertThat(awaitEvents(feed, 8).get(7).at("/data/trigger").asText()).isEqualTo("kafka");
            assertThat(feed.stored().stream().filter(event -> event.json().contains("\"snapshot\"")))
                    .hasSize(3);
        }
    }

    @Test
    void aSnapshotThatAStopHasCutOffIsDoneByTheNextStart() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings, sources)) {
            awaitEvents(feed, 3);
            sandbox.fault("infobip", "hang");
            // What cannot be read comes behind it, and must not take it along.
            send(
                    "{\"command\": \"poll\", \"source\": \"bip\"}",
                    "{\"command\": \"snapshot\", \"source\": \"bip\"}",
                    "open sesame");
            await().atMost(Duration.ofSeconds(20)).until(KafkaCommandsIT::aSnapshotWaits);
        }
        sandbox.clearFaults();

        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings, sources)) {
            assertThat(awaitEvents(feed, 6).subList(3, 6))
                    .allMatch(event -> event.at("/data/trigger").asText().equals("snapshot"));
        }
    }

    /** For the poll under way to end. */
    private static boolean aSnapshotWaits() {
        return Thread.getAllStackTraces().values().stream()
                .map(List::of)
                .anyMatch(frames ->
                        frames.stream().anyMatch(frame -> frame.getMethodName().equals("awaitEnd"))
                                && frames.stream()
                                        .anyMatch(frame -> frame.getMethodName().equals("snapshot")));
    }

    @Test
    void aPollOfACalendarsSourceThatAStopHasCutOffIsDoneByTheNextStart() throws Exception {
        String rarely = sources.replace("every: 1d", "cron: \"0 0 6 1 1 *\"");
        sandbox.fault("infobip", "hang");
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings, rarely)) {
            send("{\"command\": \"poll\", \"source\": \"bip\"}");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> feed.poller().status().get(0).polling());
        }
        sandbox.clearFaults();

        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings, rarely)) {
            assertThat(awaitEvents(feed, 3))
                    .allMatch(event -> event.at("/data/trigger").asText().equals("kafka"));
        }
    }

    private void rename(String accountName) {
        assertThat(sandbox.update("infobip", sandbox.ids("infobip").get(1), "{\"name\": \"" + accountName + "\"}"))
                .isTrue();
    }

    private List<JsonNode> awaitEvents(KafkaFeed feed, int count) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> feed.stored().size() >= count);
        List<JsonNode> events = feed.stored().stream()
                .map(event -> (JsonNode) Json.tree(event.json()))
                .toList();
        assertThat(events).hasSize(count);
        return events;
    }

    private void send(String... commands) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", settings.get("camel.component.kafka.brokers"));
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (String command : commands) {
                ProducerRecord<String, String> sent = new ProducerRecord<>(name + "-commands", 0, null, command);
                sent.headers().add("traceparent", TRACE.getBytes(StandardCharsets.US_ASCII));
                producer.send(sent).get(20, TimeUnit.SECONDS);
            }
        }
    }
}
