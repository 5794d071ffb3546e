package dev.accountfeed.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.MovableClock;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.ServiceProcess;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers made to exhaust memory, and clocks that jump. */
class HostileIT {

    /** By hand, for a list beyond the 1 GiB that Infobip's manifest allows: -Dfaults.megabytes=1100. */
    private static final int MEGABYTES = Integer.getInteger("faults.megabytes", 100);

    private static final String SOURCES = """
            sources:
              - {id: bip, provider: infobip, url: $SANDBOX, every: %1$s, credentials: {username: Aladdin, password: open sesame}}
              - {id: vox, provider: voximplant, url: $VOXIMPLANT, every: %1$s, credentials: {file: $CREDENTIALS}}
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 100s}
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 100s}
            """;

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(0, clock);
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private RunningFeed start(String every) {
        return RunningFeed.start(folder, sandbox, SOURCES.formatted(every), clock, Map.of());
    }

    /** What a poll takes of the part of the heap that outlives a collection. */
    private static long megabytesHeld(Runnable poll) {
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getType() == MemoryType.HEAP && !pool.getName().contains("Eden"))
                .toList();
        System.gc();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        long before =
                pools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
        poll.run();
        return (pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() - before) >> 20;
    }

    @Test
    void halfAGigabyteOutOfHalfAMegabyteFillsNoMemory() throws Exception {
        sandbox.fault("{\"fault\": \"gzip-bomb\", \"megabytes\": 512}");
        Path credentials = folder.resolve("voximplant.json");
        sandbox.voximplantCredentials(credentials);
        String sources = SOURCES.formatted("3000d")
                .replace("$SANDBOX", sandbox.url())
                .replace("$VOXIMPLANT", sandbox.url("voximplant"))
                .replace("$CREDENTIALS", credentials.toString());
        Map<String, String> unheard = Map.of("camel.server.enabled", "false", "camel.management.enabled", "false");
        try (ServiceProcess service = ServiceProcess.prepare(folder, sources, unheard)) {
            // As users run it, with both compilers: to read all this is what takes the time, and not the start.
            service.start("-XX:TieredStopAtLevel=4", "-Xms64m", "-Xmn24m", "-Xmx128m");
            // A list may have a gigabyte, of which this is half: white space, and then the accounts.
            await().atMost(Duration.ofSeconds(90)).until(() -> service.events().size() == 3);
            // An account may have 10 MB: the rest is never unpacked.
            assertThat(Files.readString(service.log()))
                    .contains("Source vox fails (malformed): ", "larger than 10485760 bytes");
            assertThat(service.end()).as("seconds to end").isLessThan(30);
            assertThat(service.data().resolve("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void aListOfAGigabyteIsReadFromDiskOrRefused() throws Exception {
        try (RunningFeed feed = start("3000d")) {
            sandbox.fault("{\"fault\": \"oversized\", \"provider\": \"infobip\", \"megabytes\": " + MEGABYTES + "}");
            long held = megabytesHeld(() -> assertThat(feed.poll("bip").outcome())
                    .isEqualTo(MEGABYTES < 1024 ? Outcome.OK : Outcome.MALFORMED));
            assertThat(held).as("megabytes").isLessThan(120);
            nothingIsLeft(feed, 4);
        }
    }

    private static void nothingIsLeft(RunningFeed feed, int events) throws Exception {
        assertThat(feed.sequence()).as("events").isEqualTo(events);
        try (Stream<Path> left = Files.list(feed.data().resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aClockThatJumpsStopsNoScheduleAndDeletesNothing() {
        try (RunningFeed feed = start("200ms")) {
            for (Duration jump : List.of(
                    Duration.ofDays(-1), Duration.ofDays(400), Duration.ofDays(-500), Duration.ofMinutes(-10))) {
                clock.advance(jump);
                sandbox.requests().clear();
                await("after a jump of " + jump)
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> sandbox.requests().count("infobip") >= 3
                                && sandbox.requests().count("voximplant") >= 3);
                sandbox.update("infobip", Form.A, "{\"name\": \"" + jump + "\"}");
                long before = feed.sequence();
                await().atMost(Duration.ofSeconds(10)).until(() -> feed.sequence() > before);
                assertThat(feed.ops("bip", before)).containsExactly("u:" + Form.A);
            }
            assertThat(feed.ops()).noneMatch(op -> op.startsWith("d:"));
            assertThat(feed.status()).allMatch(source -> source.failedPolls() == 0);
        }
    }
}
