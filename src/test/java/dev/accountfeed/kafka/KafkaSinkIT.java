package dev.accountfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.LogLines;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.sink.PositionException;
import dev.accountfeed.sink.RelayStatus.State;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSinkIT {

    private static final Set<String> HEADERS = Set.of(
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type",
            "ce_subject",
            "ce_time",
            "ce_dataschema",
            "ce_sequence",
            "ce_partitionkey",
            "content-type");

    @TempDir
    Path folder;

    private final String name = KafkaFeed.newName();
    private String brokers = "";

    @BeforeEach
    void broker() throws IOException {
        brokers = TestBroker.shared().address();
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "structured"})
    void anyCloudEventsReaderReadsTheEventsThatAreStored(String mode) throws Exception {
        Map<String, String> settings = KafkaFeed.settings(name, brokers);
        settings.put("feed.kafka.content-mode", mode);
        List<StoredEvent> stored;
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            storeSome(feed);
            feed.awaitDelivery();
            stored = feed.stored();
        }
        List<CloudEvent> read = Reader.read(brokers, name + "-events", new CloudEventDeserializer()).stream()
                .map(ConsumerRecord::value)
                .sorted(java.util.Comparator.comparing(event -> String.valueOf(event.getExtension("sequence"))))
                .toList();
        assertThat(read.stream().map(KafkaSinkIT::withBytes))
                .isEqualTo(stored.stream()
                        .map(event -> withBytes(
                                new JsonFormat().deserialize(event.json().getBytes(StandardCharsets.UTF_8))))
                        .toList());
    }

    /** The same event with its data as text, for the SDK compares data by their classes. */
    private static String withBytes(CloudEvent event) {
        String data = new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
        CloudEvent plain = io.cloudevents.core.builder.CloudEventBuilder.v1(event)
                .withData(BytesCloudEventData.wrap(data.getBytes(StandardCharsets.UTF_8)))
                .build();
        return plain + data;
    }

    @Test
    void aRecordHasTheHeadersOfCloudEventsAndNoOthers() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            storeSome(feed);
            feed.awaitDelivery();
        }
        for (ConsumerRecord<String, String> record : Reader.read(brokers, name + "-events")) {
            assertThat(Reader.headers(record).keySet()).isEqualTo(HEADERS);
            assertThat(record.key()).isEqualTo(Reader.headers(record).get("ce_partitionkey"));
            assertThat(Reader.headers(record)).containsEntry("content-type", "application/json");
        }
        for (ConsumerRecord<String, String> record : Reader.read(brokers, name + "-accounts")) {
            assertThat(Reader.headers(record).keySet()).isEqualTo(HEADERS);
            assertThat(Reader.headers(record)).containsEntry("ce_dataschema", "urn:accountfeed:account:1.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "structured"})
    void theTopicOfAccountsHasTheAccountAndANullForItsEndAndNothingOfSources(String mode) throws Exception {
        Map<String, String> settings = KafkaFeed.settings(name, brokers);
        settings.put("feed.kafka.content-mode", mode);
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            feed.change("s", "a");
            feed.change("s", "a");
            feed.fail("s");
            feed.delete("s", "a");
            feed.awaitDelivery();
        }
        List<ConsumerRecord<String, String>> accounts = Reader.read(brokers, name + "-accounts");
        assertThat(accounts).extracting(ConsumerRecord::key).containsOnly("s/a");
        assertThat(accounts).extracting(ConsumerRecord::value).containsExactly("{\"n\":1}", "{\"n\":2}", null);
        assertThat(accounts)
                .extracting(record -> Reader.headers(record).get("ce_type"))
                .containsExactly(
                        "dev.accountfeed.account.discovered",
                        "dev.accountfeed.account.updated",
                        "dev.accountfeed.account.deleted");
        assertThat(Reader.read(brokers, name + "-events")).hasSize(4);
    }

    @Test
    void aReplayIsMarkedAndTouchesNeitherAccountsNorPosition() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.change("s", "a");
            feed.change("s", "a");
            feed.awaitDelivery();
            feed.main
                    .getCamelContext()
                    .createProducerTemplate()
                    .sendBody("direct:account-events-kafka-replay", feed.log().after(1, 1));
            feed.change("s", "a");
            feed.awaitDelivery();
        }
        List<ConsumerRecord<String, String>> events = Reader.read(brokers, name + "-events");
        assertThat(events)
                .extracting(record -> Reader.headers(record).get("ce_sequence").substring(19)
                        + Reader.headers(record).getOrDefault("replay", ""))
                .containsExactly("1", "2", "2true", "3");
        assertThat(Reader.read(brokers, name + "-accounts")).hasSize(3);
    }

    @Test
    void topicsAreMadeAsSettingsSay() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.change("s", "a");
            feed.awaitDelivery();
        }
        try (Admin admin = admin()) {
            Map<String, Integer> partitions = admin
                    .describeTopics(List.of(name + "-events", name + "-accounts", name + "-positions"))
                    .allTopicNames()
                    .get()
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            topic -> topic.getValue().partitions().size()));
            assertThat(partitions)
                    .isEqualTo(Map.of(name + "-events", 3, name + "-accounts", 3, name + "-positions", 1));
            for (String compacted : List.of("-accounts", "-positions")) {
                ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name + compacted);
                assertThat(admin.describeConfigs(List.of(topic))
                                .all()
                                .get()
                                .get(topic)
                                .get("cleanup.policy")
                                .value())
                        .isEqualTo("compact");
            }
        }
    }

    @Test
    void missingTopicsAreToldWithTheCommandThatMakesThem() throws Exception {
        Map<String, String> settings = KafkaFeed.settings(name, brokers);
        settings.put("feed.kafka.topics.create", "false");
        settings.put("feed.kafka.topics.replication", "1");
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            feed.change("s", "a");
            await().until(() -> feed.status().state() == State.failing);
            assertThat(feed.status().lastError())
                    .contains(
                            "feed.kafka.topics.create",
                            "kafka-topics --bootstrap-server " + brokers + " --create --topic " + name
                                    + "-accounts --partitions 3 --replication-factor 1 --config"
                                    + " cleanup.policy=compact");
            try (Admin admin = admin()) {
                admin.createTopics(Stream.of("-events", "-accounts", "-positions")
                                .map(topic -> new NewTopic(name + topic, 1, (short) 1))
                                .toList())
                        .all()
                        .get();
            }
            feed.awaitDelivery();
        }
    }

    @Test
    void topicsThatWouldForgetAreToldWithTheCommandThatMendsThem() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(
                            Map.of("-events", "compact", "-accounts", "compact,delete", "-positions", "delete")
                                    .entrySet()
                                    .stream()
                                    .map(topic -> new NewTopic(name + topic.getKey(), 1, (short) 1)
                                            .configs(Map.of("cleanup.policy", topic.getValue())))
                                    .toList())
                    .all()
                    .get();
        }
        List<String> lines = LogLines.of(Level.WARN, () -> {
            try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
                feed.awaitDelivery();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (String topic : List.of("-accounts", "-positions")) {
            assertThat(lines)
                    .anyMatch(line -> line.contains("Topic " + name + topic + " is not compacted only")
                            && line.contains("--entity-name " + name + topic + " --add-config cleanup.policy=compact"));
        }
        assertThat(lines)
                .anyMatch(line -> line.contains("Topic " + name + "-events is compacted")
                        && line.contains("--entity-name " + name + "-events --add-config cleanup.policy=delete"));
    }

    @Test
    void itGoesOnBehindWhatKafkaHasAndNotBehindWhatTheDatabaseSays() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.change("s", "a");
            feed.change("s", "a");
            feed.awaitDelivery();
            feed.log().position("kafka", 0);
        }
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.change("s", "a");
            feed.awaitDelivery();
        }
        assertThat(Reader.read(brokers, name + "-events")).hasSize(3);
    }

    @Test
    void thePositionIsTheLastOneThoughItsTopicHasGotMorePartitions() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.change("s", "a");
            feed.awaitDelivery();
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createPartitions(Map.of(name + "-positions", NewPartitions.increaseTo(50)))
                    .all()
                    .get();
        }
        for (int start = 0; start < 3; start++) {
            try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
                feed.change("s", "a");
                feed.awaitDelivery();
                feed.log().position("kafka", 0);
            }
        }
        assertThat(Reader.read(brokers, name + "-events")).hasSize(4);
    }

    @Test
    void aTransactionThatAKilledInstanceLeftOpenEndsAtTheStart() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.change("s", "a");
            feed.awaitDelivery();
        }
        try (KafkaProducer<String, String> killed = producer()) {
            killed.initTransactions();
            killed.beginTransaction();
            for (String topic : List.of("-events", "-positions")) {
                killed.send(new ProducerRecord<>(name + topic, name, "{}")).get();
            }
            try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
                feed.change("s", "a");
                feed.awaitDelivery();
            }
            killed.close(Duration.ZERO);
        }
        assertThat(Reader.read(brokers, name + "-events")).hasSize(2);
    }

    @Test
    void aTransactionalIdThatSomethingElseUsedIsTakenBack() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers);
                KafkaProducer<String, String> other = producer()) {
            feed.change("s", "a");
            feed.awaitDelivery();
            other.initTransactions();
            feed.change("s", "a");
            feed.change("s", "b");
            feed.awaitDelivery();
        }
        assertThat(Reader.read(brokers, name + "-events")).hasSize(3);
    }

    @Test
    void theOlderOfTwoInstancesWithOneDatabaseStopsAndSaysWhy() throws Exception {
        try (KafkaFeed older = KafkaFeed.start(folder, name, brokers)) {
            older.change("s", "a");
            older.awaitDelivery();
            copyOfTheDatabase();
            try (KafkaFeed newer = KafkaFeed.start(folder.resolve("copy"), name, brokers)) {
                older.change("s", "a");
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> older.status().state() == State.fenced);
                assertThat(older.status().lastError())
                        .contains("another instance", "feed.kafka.transactional-id", "end one of the two");
                newer.change("s", "b");
                newer.awaitDelivery();
            }
        }
        assertThat(Reader.read(brokers, name + "-events")).hasSize(2);
    }

    @Test
    void aBrokerWithEventsOfAnotherDatabaseStopsTheStartAndIsLeftAlone() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder.resolve("one"), name, brokers)) {
            feed.change("s", "a");
            feed.awaitDelivery();
            assertThatThrownBy(() -> KafkaFeed.start(folder.resolve("two"), name, brokers)
                            .close())
                    .isInstanceOf(PositionException.class)
                    .hasMessageContaining("recover");
            feed.change("s", "a");
            feed.awaitDelivery();
            assertThat(feed.status().state()).isEqualTo(State.running);
        }
    }

    @Test
    void anOlderCopyOfTheDatabaseIsNotStartedAndLeavesTheRunningFeedAlone() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.change("s", "a");
            feed.awaitDelivery();
            copyOfTheDatabase();
            feed.change("s", "a");
            feed.awaitDelivery();
            assertThatThrownBy(() -> KafkaFeed.start(folder.resolve("copy"), name, brokers)
                            .close())
                    .isInstanceOf(PositionException.class)
                    .hasMessageContaining("recover");
            feed.change("s", "a");
            feed.awaitDelivery();
        }
        assertThat(Reader.read(brokers, name + "-events")).hasSize(3);
    }

    /** Into the folder {@code copy}, as that of a feed. */
    private void copyOfTheDatabase() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy/data"));
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aRecordThatIsTooLargeIsToldAndNothingIsLostByIt() throws Exception {
        Map<String, String> settings = KafkaFeed.settings(name, brokers);
        settings.put("camel.component.kafka.maxRequestSize", "400");
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            feed.change("s", "a");
            await().atMost(Duration.ofSeconds(20)).until(() -> feed.status().state() == State.failing);
            assertThat(feed.status().lastError())
                    .contains("too large", "camel.component.kafka.maxRequestSize", "max.message.bytes");
        }
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.awaitDelivery();
        }
        assertThat(Reader.read(brokers, name + "-events")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:%d", "no-such-host.invalid:9092"})
    void aBrokerThatIsAwayHoldsUpNeitherStartNorEnd(String address) throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Map<String, String> settings = KafkaFeed.settings(name, String.format(java.util.Locale.ROOT, address, port));
        settings.put("feed.sinks", "kafka,file");
        long begin = System.nanoTime();
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            assertThat(seconds(begin)).isLessThan(15);
            feed.change("s", "a");
            await().atMost(Duration.ofSeconds(20)).until(() -> feed.status().state() == State.failing);
            assertThat(feed.status().lastError()).contains("camel.component.kafka.brokers");
            assertThat(feed.status().lag()).isEqualTo(1);
            await().until(() -> feed.log().position("file").orElse(0) == 1);
            begin = System.nanoTime();
        }
        assertThat(seconds(begin)).isLessThan(15);
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.awaitDelivery();
        }
        assertThat(Reader.read(brokers, name + "-events")).hasSize(1);
    }

    private static long seconds(long since) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    }

    private static void storeSome(KafkaFeed feed) {
        for (int i = 0; i < 20; i++) {
            feed.change("source-" + i % 2, "Müller / ıİ " + i % 7);
        }
        feed.delete("source-0", "Müller / ıİ 0");
        feed.fail("source-1");
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", brokers));
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "transactional.id", name),
                new StringSerializer(),
                new StringSerializer());
    }
}
