package dev.accountfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.faults.FaultCount;
import dev.accountfeed.kill.Debugger;
import dev.accountfeed.kill.Step;
import dev.accountfeed.sandbox.KafkaBroker;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.sink.EventFiles;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

// Each of the two waits most of its time, for brokers and transactions to time out.
@Execution(ExecutionMode.CONCURRENT)
class KafkaChaosIT {

    private static final int KILLS = Integer.getInteger("chaos.kills", 15);
    private static final int ACCOUNTS = 40;

    @TempDir
    Path folder;

    private final ScheduledExecutorService life = Executors.newSingleThreadScheduledExecutor();
    private final Random random = new Random();
    private KafkaBroker broker;
    private Sandbox sandbox;
    private KilledService service;

    @BeforeEach
    void begin() throws IOException {
        broker = TestBroker.start(Map.of(), List.of());
        sandbox = Sandbox.start(0, Clock.systemUTC());
        service = KilledService.prepare(folder, sandbox, broker.address());
        sandbox.accounts(ACCOUNTS);
        life.scheduleAtFixedRate(this::change, 0, 5, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void end() {
        life.shutdownNow();
        service.close();
        sandbox.close();
        broker.close();
    }

    @Test
    void everyRevisionArrivesOnceHoweverOftenServiceAndBrokerAreKilled() throws Exception {
        try {
            service.start();
            int brokerKills = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                if (kill % 3 != 0) {
                    awaitProgress();
                }
                pause(700);
                if (kill % 3 == 2) {
                    broker.kill();
                    brokerKills++;
                    // The service may be killed, and come back, while the broker is away.
                    if (random.nextInt(3) == 0) {
                        service.kill();
                        service.start();
                    }
                    broker.start();
                } else {
                    service.kill();
                    service.start();
                }
            }
            awaitProgress();
            life.shutdownNow();
            assertThat(service.isAlive()).isTrue();
            assertThat(service.end()).as("seconds to end").isLessThan(30);
            // Whatever the end of that one left: one more has nothing else to do.
            service.start();
            awaitDelivery();
            service.end();
            report("chaos", KILLS, brokerKills);
        } finally {
            Files.copy(
                    folder.resolve("log"),
                    Path.of("target/kafka-chaos.log"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void everyRevisionArrivesOnceWhereverOnTheWayToKafkaTheServiceIsKilled() throws Exception {
        for (Step step : Step.OF_KAFKA) {
            Debugger.startTo(step, service::start);
            service.kill();
        }
        service.start();
        awaitProgress();
        life.shutdownNow();
        awaitDelivery();
        service.end();
        report("kafka crash", Step.OF_KAFKA.size(), 0);
    }

    private void change() {
        String key = Sandbox.key(1 + random.nextInt(ACCOUNTS));
        if (random.nextInt(50) == 0) {
            sandbox.remove("infobip", key);
        } else if (!sandbox.update("infobip", key, "{\"name\": \"Name " + random.nextInt() + "\"}")) {
            sandbox.put(
                    "infobip",
                    "{\"key\": \"" + key
                            + "\", \"ownerKey\": \"EF04794F718A3FC8C6DFA0B215B2CF24\", \"name\": \"Again\","
                            + " \"enabled\": true}");
        }
        sandbox.update("voximplant", "3456750", "{\"live_balance\": " + random.nextInt(100_000) + "}");
    }

    private void awaitProgress() {
        long before = service.written();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> service.written() > before);
    }

    /** A moment that is left to chance on purpose: it is the kill that is tested, not a place in the code. */
    private static void pause(int atMostMillis) {
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(1, atMostMillis)));
    }

    private void awaitDelivery() {
        long[] last = {-1};
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    long now = Reader.read(broker.address(), "account-events").size();
                    boolean still = now == last[0] && now == lines();
                    last[0] = now;
                    return still;
                });
    }

    private long lines() throws IOException {
        long[] lines = {0};
        new EventFiles(service.data()).forEachLine((place, line) -> lines[0]++);
        return lines[0];
    }

    private void report(String name, int kills, int brokerKills) throws IOException {
        List<String> ids = new ArrayList<>();
        Reader.read(broker.address(), "account-events")
                .forEach(record ->
                        ids.add(new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8)));
        long last;
        try (Database database = Database.open(service.data())) {
            last = new EventLog(database).last();
        }
        int duplicated = ids.size() - new HashSet<>(ids).size();
        long lost = last - new HashSet<>(ids).size();
        String figures = "kills: " + kills + " (" + brokerKills + " of the broker), events: " + last + ", lost: " + lost
                + ", duplicated: " + duplicated;
        System.out.println(figures);
        FaultCount count = new FaultCount(name);
        count.survived(kills);
        count.lost(lost);
        count.duplicated(duplicated);
        count.write();
        assertThat(lost).as(figures).isZero();
        assertThat(duplicated).as(figures).isZero();
        assertThat(service.verify("kafka")).singleElement().asString().endsWith(" 0 problems");
        assertThat(service.verify("file")).singleElement().asString().endsWith(" 0 problems");
    }
}
