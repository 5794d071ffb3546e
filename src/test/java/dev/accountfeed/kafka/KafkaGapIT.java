package dev.accountfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.event.CloudEventEncoder;
import dev.accountfeed.sandbox.KafkaBroker;
import dev.accountfeed.sink.RelayStatus.State;
import dev.accountfeed.source.SourceCommands;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.Recovery;
import dev.accountfeed.state.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka sink that was away for longer than events are kept. */
class KafkaGapIT {

    @TempDir
    Path folder;

    private final String name = KafkaFeed.newName();
    private Map<String, String> settings = Map.of();
    private String brokers = "";

    @BeforeEach
    void broker() throws IOException {
        KafkaBroker broker = TestBroker.shared();
        brokers = broker.address();
        settings = KafkaFeed.settings(name, brokers);
    }

    @Test
    void afterTheSnapshotTheTopicOfAccountsIsTheTruthAgain() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            feed.change("s", "gone");
            feed.change("s", "changed");
            feed.change("s", "gone-and-back");
            feed.change("left", "forgotten");
            feed.awaitDelivery();
        }
        without(feed -> {
            feed.delete("s", "gone");
            feed.change("s", "changed");
            feed.delete("s", "gone-and-back");
            feed.change("s", "gone-and-back");
            feed.change("s", "new");
            feed.change("s", "came-and-went");
            feed.delete("s", "came-and-went");
            commands(feed).forget("left", "http");
        });
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            closeGap(feed);
            assertThat(latest())
                    .isEqualTo(Map.of("s/changed", "{\"n\":2}", "s/gone-and-back", "{\"n\":3}", "s/new", "{\"n\":1}"));
            feed.delete("s", "new");
            feed.change("s", "gone");
            feed.awaitDelivery();
            assertThat(latest())
                    .isEqualTo(Map.of("s/changed", "{\"n\":2}", "s/gone-and-back", "{\"n\":3}", "s/gone", "{\"n\":3}"));
        }
        // What has been made up for is not so once more.
        int records = accounts().size();
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            feed.awaitDelivery();
        }
        assertThat(accounts()).hasSize(records);
    }

    @Test
    void aTombstoneThatMakesUpForAGapHasTheHeadersOfADelete() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            feed.change("s", "gone");
            feed.awaitDelivery();
        }
        without(feed -> feed.delete("s", "gone"));
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            // No account is left, and so no event follows.
            closeGap(feed);
            List<ConsumerRecord<String, String>> records = accounts();
            assertThat(records).extracting(ConsumerRecord::value).containsExactly("{\"n\":1}", null);
            assertThat(Reader.headers(records.get(1)))
                    .containsOnlyKeys(Reader.headers(records.get(0)).keySet())
                    .containsEntry("ce_id", feed.log().generation() + "/s/gone/2")
                    .containsEntry("ce_source", "/" + name + "/s")
                    .containsEntry("ce_type", "dev.accountfeed.account.deleted")
                    .containsEntry("ce_subject", "gone")
                    .containsEntry("ce_sequence", "00000000000000000002")
                    .containsEntry("ce_dataschema", "urn:accountfeed:account:1.0")
                    .containsEntry("ce_partitionkey", "s/gone")
                    .containsEntry("content-type", "application/json");
        }
        // The event itself is gone: nobody makes another one.
        assertThat(Reader.read(brokers, name + "-events")).hasSize(1);
    }

    @Test
    void recoverLeavesNoAccountBehindThatIsKnownToBeGone() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            feed.change("s", "gone");
            feed.change("s", "there");
            feed.awaitDelivery();
        }
        without(feed -> feed.delete("s", "gone"));
        try (Database database = Database.open(folder.resolve("data"))) {
            new Recovery(database, new CloudEventEncoder(name, "dev.accountfeed")).begin(2, Set.of(), Samples.TIME);
        }
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            feed.awaitDelivery();
            assertThat(latest()).isEqualTo(Map.of("s/there", "{\"n\":1}"));
        }
    }

    /** What happens while Kafka is no sink, for so long that nothing of it is stored any more. */
    private void without(Consumer<KafkaFeed> happens) throws IOException {
        Map<String, String> others = new HashMap<>(settings);
        others.put("feed.sinks", "file");
        try (KafkaFeed feed = KafkaFeed.start(folder, name, others)) {
            happens.accept(feed);
            feed.log()
                    .prune(
                            Samples.TIME.plus(Duration.ofDays(36_500)),
                            feed.log().last());
        }
    }

    private static void closeGap(KafkaFeed feed) {
        await().atMost(Duration.ofSeconds(20)).until(() -> feed.status().state() == State.gap);
        commands(feed).snapshot("*", null);
        feed.awaitDelivery();
    }

    private static SourceCommands commands(KafkaFeed feed) {
        return Objects.requireNonNull(
                feed.main.getCamelContext().getRegistry().lookupByNameAndType("commands", SourceCommands.class));
    }

    private List<ConsumerRecord<String, String>> accounts() {
        return Reader.read(brokers, name + "-accounts");
    }

    /** What is left of the topic when it has been compacted. */
    private Map<String, String> latest() {
        Map<String, String> latest = new HashMap<>();
        accounts().forEach(record -> {
            latest.remove(record.key());
            if (record.value() != null) {
                latest.put(record.key(), record.value());
            }
        });
        return latest;
    }
}
