package dev.accountfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.event.CloudEventEncoder;
import dev.accountfeed.sandbox.KafkaBroker;
import dev.accountfeed.sink.RelayStatus.State;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.EventLog;
import dev.accountfeed.state.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction whose end a broker has noted, and has not written into partitions, as KAFKA-20734 leaves it. */
class HangingTransactionIT {

    @TempDir
    Path folder;

    private final String whole = KafkaFeed.newName();
    private final String inPart = KafkaFeed.newName();
    private String brokers = "";

    @Test
    void itIsEndedAndItsEventsComeOnceUnlessSomeOfItCanBeSeen() throws Exception {
        try (KafkaBroker broker = TestBroker.start(Map.of(), List.of())) {
            brokers = broker.address();
            deliver(whole);
            deliver(inPart);
            broker.kill();
            Path data = broker.log().resolveSibling("data");
            leaveOpen(
                    data,
                    whole,
                    "events-0",
                    "events-1",
                    "events-2",
                    "accounts-0",
                    "accounts-1",
                    "accounts-2",
                    "positions-0");
            leaveOpen(data, inPart, "events-0", "events-2", "accounts-0", "accounts-1", "accounts-2", "positions-0");
            broker.start();

            try (KafkaFeed feed = start(whole);
                    KafkaFeed other = start(inPart)) {
                feed.awaitDelivery();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> other.status().state() == State.failing);
                assertThat(other.status().lastError())
                        .contains(inPart + "-events-0 from offset ", "while some of its events can be seen")
                        .doesNotContain(inPart + "-events-1", whole);
            }
            assertThat(keys(whole, "events")).doesNotHaveDuplicates().hasSize(40);
            assertThat(keys(whole, "accounts")).containsExactlyInAnyOrderElementsOf(keys(whole, "events"));
            assertThat(keys(inPart, "events")).doesNotHaveDuplicates().hasSizeBetween(20, 39);
        }
    }

    /** Two transactions, each so large that every partition gets some of it. */
    private void deliver(String name) throws IOException {
        for (String prefix : List.of("first", "second")) {
            try (Database database = Database.open(folder.resolve(name + "/data"))) {
                AccountStateRepository states =
                        new AccountStateRepository(database, new CloudEventEncoder(name, "dev.accountfeed"));
                for (int i = 0; i < 20; i++) {
                    Samples.change(states, "s", prefix + i);
                }
            }
            try (KafkaFeed feed = start(name)) {
                feed.awaitDelivery();
            }
        }
    }

    private KafkaFeed start(String name) throws IOException {
        return KafkaFeed.start(folder.resolve(name), name, brokers);
    }

    private List<String> keys(String name, String topic) {
        return Reader.read(brokers, name + "-" + topic).stream()
                .map(ConsumerRecord::key)
                .toList();
    }

    /** Takes the end of the second transaction from the partitions, and from the feed that it knew of it. */
    private void leaveOpen(Path data, String name, String... partitions) throws IOException {
        for (String partition : partitions) {
            takeEnd(data.resolve(name + "-" + partition));
        }
        try (Database database = Database.open(folder.resolve(name + "/data"))) {
            new EventLog(database).position("kafka", 20);
        }
    }

    /** A batch begins with its offset (8 bytes) and the length of what follows (4); its attributes are bytes 21 and 22. */
    private static void takeEnd(Path partition) throws IOException {
        try (FileChannel log = FileChannel.open(
                partition.resolve("00000000000000000000.log"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long last = 0;
            ByteBuffer head = ByteBuffer.allocate(23);
            for (long at = 0; at < log.size(); ) {
                log.read(head.clear(), at);
                last = at;
                at += 12 + head.getInt(8);
            }
            boolean control = (head.getShort(21) & 0x20) != 0;
            assertThat(control).as("the end of a transaction").isTrue();
            log.truncate(last);
        }
    }
}
