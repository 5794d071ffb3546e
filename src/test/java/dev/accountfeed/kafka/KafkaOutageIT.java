package dev.accountfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.sandbox.KafkaBroker;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.sink.RelayStatus.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

// Each of the two waits most of its time, for what the client gives a broker to come back.
@Execution(ExecutionMode.CONCURRENT)
class KafkaOutageIT {

    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("outage.seconds", 8));

    @TempDir
    Path folder;

    @Test
    void aBrokerThatIsAwayUnderLoadCostsNoEventAndNoPoll() throws Exception {
        String name = KafkaFeed.newName();
        ScheduledExecutorService life = Executors.newSingleThreadScheduledExecutor();
        // As brokers before Kafka 4: the producer asks them to add each partition, and with nobody to ask no record
        // expires.
        try (KafkaBroker broker = TestBroker.start(Map.of(), List.of("--feature", "transaction.version=1"));
                Sandbox sandbox = Sandbox.start(0, Clock.systemUTC())) {
            sandbox.accounts(200);
            Random random = new Random();
            life.scheduleAtFixedRate(
                    () -> sandbox.update(
                            "infobip",
                            Sandbox.key(1 + random.nextInt(200)),
                            "{\"name\": \"Name " + random.nextInt() + "\"}"),
                    0,
                    2,
                    TimeUnit.MILLISECONDS);
            String sources = "\n" + sandbox.sources(folder.resolve("secrets")).replace("every: 2s", "every: 500ms");
            try (KafkaFeed feed = KafkaFeed.start(folder, name, KafkaFeed.settings(name, broker.address()), sources)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> feed.status().position() > 0);
                broker.kill();
                int asked = sandbox.requests().entries().size();
                await().pollDelay(AWAY)
                        .atMost(AWAY.plusSeconds(20))
                        .until(() -> feed.status().state() == State.failing);
                int polls = sandbox.requests().entries().size() - asked;
                assertThat(feed.status().lag()).isPositive();
                // Two sources, each twice a second.
                assertThat(polls).isGreaterThan((int) AWAY.toSeconds() * 2);
                broker.start();
                life.shutdownNow();
                feed.awaitDelivery();
                List<String> ids = Reader.read(broker.address(), name + "-events").stream()
                        .map(record ->
                                new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                        .toList();
                long events = feed.log().last();
                System.out.println("away for " + AWAY.toSeconds() + " s, polls meanwhile: " + polls + ", events: "
                        + events + ", lost: " + (events - new HashSet<>(ids).size()) + ", duplicated: "
                        + (ids.size() - new HashSet<>(ids).size()));
                assertThat(ids).doesNotHaveDuplicates().hasSize((int) events);
            }
        } finally {
            life.shutdownNow();
        }
    }

    @Test
    void aBrokerThatGoesAwayBeforeTheFirstEventIsToldWithIt() throws Exception {
        String name = KafkaFeed.newName();
        try (KafkaBroker broker = TestBroker.start(Map.of(), List.of());
                KafkaFeed feed = KafkaFeed.start(folder, name, broker.address())) {
            await().until(() -> feed.status().state() == State.running);
            broker.kill();
            feed.change("s", "a");
            feed.change("s", "b");
            await().atMost(Duration.ofSeconds(28)).until(() -> feed.status().state() == State.failing);
            assertThat(feed.status().lastError()).contains("no answer from the brokers at " + broker.address());
            broker.start();
            feed.awaitDelivery();
            assertThat(Reader.read(broker.address(), name + "-events")).hasSize(2);
        }
    }
}
