package dev.accountfeed.kafka;

import static org.awaitility.Awaitility.await;

import dev.accountfeed.account.Json;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.Op;
import dev.accountfeed.event.CloudEventEncoder;
import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.state.AccountState;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.StateChange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Figures for docs/benchmarks.md; no test: {@code ./mvnw -Dquick -Dbenchmark verify -Dit.test=KafkaBenchmarkIT}. */
@EnabledIfSystemProperty(named = "benchmark", matches = ".*")
class KafkaBenchmarkIT {

    private static final int EVENTS = 200_000;
    private static final String ACCOUNT = """
            {"provider":"infobip","id":"%s","name":"Account","status":"active","ownerId":"EF04794F718A3FC8C6DFA0B215B2CF24",\
            "attributes":{"enabled":true}}""";

    @TempDir
    Path folder;

    private final String name = KafkaFeed.newName();

    @Test
    void eventsASecondFromAFilledOutbox() throws Exception {
        try (Database database = Database.open(folder.resolve("data"))) {
            AccountStateRepository states =
                    new AccountStateRepository(database, new CloudEventEncoder(name, "dev.accountfeed"));
            for (int from = 0; from < EVENTS; from += 1000) {
                List<AccountState> accounts = new ArrayList<>();
                List<FeedEvent> events = new ArrayList<>();
                for (int i = from; i < from + 1000; i++) {
                    String account = ACCOUNT.formatted(i);
                    accounts.add(new AccountState(0, "a" + i, "scope", 1, account, null, 0, null));
                    events.add(new FeedEvent.OfAccount(
                            "s",
                            Instant.now(),
                            "a" + i,
                            1,
                            new AccountChange(Op.c, null, Json.tree(account), List.of()),
                            "schedule"));
                }
                states.store(new StateChange("s", accounts, events, null));
            }
        }
        String brokers = TestBroker.shared().address();
        long begin = System.nanoTime();
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> feed.status().position() >= 20_000);
            long from = feed.status().position();
            begin = System.nanoTime();
            feed.awaitDelivery();
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(java.util.Locale.ROOT, "%d events/s%n", (long) ((EVENTS - from) / seconds));
            latency(feed, brokers);
        }
    }

    private void latency(KafkaFeed feed, String brokers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed", "fetch.min.bytes", 1);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name + "-events").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            long[] millis = new long[300];
            for (int i = 0; i < millis.length; i++) {
                feed.change("light", "a");
                long stored = System.nanoTime();
                while (consumer.poll(Duration.ofSeconds(5)).isEmpty()) {
                    // Control records only.
                }
                millis[i] = (System.nanoTime() - stored) / 1000;
            }
            Arrays.sort(millis);
            System.out.printf(
                    java.util.Locale.ROOT,
                    "commit to visible: median %.1f ms, 99 %% %.1f ms%n",
                    millis[millis.length / 2] / 1000.0,
                    millis[millis.length * 99 / 100] / 1000.0);
        }
    }
}
