package dev.accountfeed.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.LogLines;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.account.Json;
import dev.accountfeed.cli.AccountFeed;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.sink.EventFiles;
import dev.accountfeed.sink.FeedVerifier;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, that may not be written to, and databases that are damaged, lost or older than the sinks. */
class DiskIT {

    private static final String A = "EF04794F718A3FC8C6DFA0B215B2CF24";
    private static final String SOURCES = """
            sources:
              - {id: bip, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}}
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 20s}
            """;

    @TempDir
    Path folder;

    private final Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
    private Path data;

    @BeforeEach
    void folders() {
        data = folder.resolve("data");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private RunningFeed start() {
        return RunningFeed.start(folder, sandbox, SOURCES, Map.of("camel.health.exposureLevel", "full"));
    }

    private void rename(String name) {
        sandbox.update("infobip", A, "{\"name\": \"" + name + "\"}");
    }

    private static HealthCheck.Result health(RunningFeed feed, String check) {
        return HealthCheckHelper.invoke(feed.context()).stream()
                .filter(result -> result.getCheck().getId().equals(check))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the file sink has everything, and proves it: no gap, nothing twice, before and after a chain. */
    private void verify(RunningFeed feed, long events) {
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(lines()).hasSize((int) feed.sequence()));
        assertThat(feed.sequence()).isEqualTo(events);
        verifyFile();
    }

    private void verifyFile() {
        List<String> problems = new ArrayList<>();
        FeedVerifier verifier = new FeedVerifier(problems::add);
        try {
            new EventFiles(data).forEachLine(verifier::accept);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(problems).isEmpty();
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        new EventFiles(data).forEachLine((place, line) -> lines.add(line));
        return lines;
    }

    @Test
    void aFullDiskPausesPollingUntilThereIsRoom() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(data, "8m");
                RunningFeed feed = start()) {
            verify(feed, 3);
            disk.fill();
            rename("while full");
            assertThat(feed.poll("bip").message())
                    .startsWith("nothing is stored: ")
                    .contains("full");
            assertThat(health(feed, "feed-database").getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health(feed, "feed-database").getMessage().orElseThrow())
                    .contains("no room to store: " + data.resolve("account-feed.db") + " cannot grow");
            sandbox.requests().clear();
            String waiting = feed.request("bip");
            // A look a second: two of them find no room.
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            assertThat(sandbox.requests().count("infobip"))
                    .as("calls while nothing can be stored")
                    .isZero();
            assertThat(feed.sequence()).isEqualTo(3);

            disk.makeRoom();
            assertThat(feed.result(waiting).outcome()).isEqualTo(Outcome.OK);
            assertThat(health(feed, "feed-database").getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(feed.ops("bip", 3)).containsExactly("u:" + A);
            verify(feed, 4);
            assertThat(feed.status("bip").failedPolls()).isZero();
        }
    }

    @Test
    void aStopOnAFullDiskIsToldInALine() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(data, "8m");
                RunningFeed feed = start()) {
            for (int i = 1; i <= 40; i++) {
                rename(i + "x".repeat(2000));
                assertThat(feed.poll("bip").outcome()).isEqualTo(Outcome.OK);
            }
            verify(feed, 43);
            disk.fill();
            assertThat(LogLines.of(Level.WARN, feed::close))
                    .filteredOn(line -> line.contains("database"))
                    .singleElement()
                    .asString()
                    .endsWith("nothing is lost: the next start does it ([SQLITE_FULL] Insertion failed because database"
                            + " is full (database or disk is full))");
        }
    }

    @Test
    void eventsWaitForRoomInTheFolderOfTheEventsFiles() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(data.resolve("events"), "1m");
                RunningFeed feed = start()) {
            verify(feed, 3);
            disk.fill();
            for (int i = 1; i <= 40; i++) {
                rename("name " + i + " ".repeat(i) + "x".repeat(200));
                assertThat(feed.poll("bip").outcome())
                        .as("a sink holds up no poll")
                        .isEqualTo(Outcome.OK);
            }
            await().untilAsserted(() -> assertThat(
                            health(feed, "feed-sink-file").getMessage().orElse(""))
                    .contains("No space left"));
            verifyFile();
            disk.makeRoom();
            verify(feed, 43);
            assertThat(health(feed, "feed-sink-file").getState()).isEqualTo(HealthCheck.State.UP);
        }
    }

    @Test
    void anAnswerThatFindsNoRoomIsNoFaultOfTheProvider() throws Exception {
        try (RunningFeed feed = start();
                TinyDisk disk = TinyDisk.mount(data.resolve("tmp"), "1m")) {
            sandbox.fault("{\"fault\": \"oversized\", \"megabytes\": 3, \"times\": 1}");
            assertThat(feed.poll("bip"))
                    .matches(result -> result.outcome() == Outcome.INTERNAL)
                    .matches(result -> result.message().startsWith("no room for the answer in "));
            assertThat(feed.deadLetters()).isEmpty();
            assertThat(feed.poll("bip").outcome()).isEqualTo(Outcome.OK);
            assertThat(feed.ops("bip", 0)).hasSize(3);
            assertThat(disk).isNotNull();
        }
    }

    @Test
    void aDataFolderThatMayNotBeWrittenToIsNamed() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(data, "1m")) {
            disk.readOnly();
            assertThatThrownBy(() -> Database.open(data))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("the data folder " + data + " cannot be written to")
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void aDatabaseThatIsDamagedWhileItRunsStopsPollingAndSaysHowToComeBack() throws Exception {
        start().close();
        Path copy = folder.resolve("copy.db");
        Files.copy(data.resolve("account-feed.db"), copy);
        try (RunningFeed feed = start()) {
            rename("before the damage");
            feed.poll("bip");
            verify(feed, 4);
        }
        try (RunningFeed feed = start()) {
            damage(data.resolve("account-feed.db"));
            rename("after the damage");
            assertThat(feed.poll("bip").outcome()).isEqualTo(Outcome.INTERNAL);
            assertThat(health(feed, "feed-database").getMessage().orElseThrow())
                    .contains("is damaged", "Stop the service", "copy from before", "account-feed recover");
        }
        // At the next start it is found too, before anything is touched.
        assertThatThrownBy(this::start).hasStackTraceContaining("account-feed recover");

        restore(copy);
        // Older than what the sink has: refused as well, until it is told that this is meant.
        assertThatThrownBy(this::start).hasStackTraceContaining("recover");
        assertThat(recover()).isZero();
        try (RunningFeed feed = start()) {
            assertThat(feed.poll("bip").outcome()).isEqualTo(Outcome.OK);
            assertThat(feed.ops("bip", 4)).filteredOn(op -> op.startsWith("r:")).hasSize(3);
            await().untilAsserted(() -> assertThat(lines()).hasSize((int) feed.sequence()));
            assertThat(lines().stream()
                            .map(Json::tree)
                            .filter(event -> event.path("subject").asText().equals(A))
                            .reduce((first, last) -> last)
                            .orElseThrow()
                            .at("/data/after/name")
                            .asText())
                    .isEqualTo("after the damage");
            verifyFile();
        }
    }

    @Test
    void aDatabaseThatIsLostBeginsAnewAboveTheSink() throws Exception {
        try (RunningFeed feed = start()) {
            verify(feed, 3);
        }
        restore(null);
        assertThatThrownBy(this::start).hasStackTraceContaining("recover");
        assertThat(recover()).isZero();
        try (RunningFeed feed = start()) {
            assertThat(feed.ops("bip", 3)).hasSize(3).allMatch(op -> op.startsWith("r:"));
            await().untilAsserted(() -> assertThat(lines()).hasSize(6));
            verifyFile();
        }
    }

    /** Everything behind the first page, as a broken disk would. */
    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + 7);
        }
        // Written in place: the process that has it open sees it.
        try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(bytes));
        }
    }

    private void restore(Path copy) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("account-feed.db"))
                    .toList()) {
                Files.delete(file);
            }
        }
        if (copy != null) {
            Files.copy(copy, data.resolve("account-feed.db"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private int recover() throws IOException {
        Path config = folder.resolve("config");
        Files.copy(
                Path.of("config/application.properties"),
                config.resolve("application.properties"),
                StandardCopyOption.REPLACE_EXISTING);
        return AccountFeed.commandLine()
                .execute("recover", "--config", config.toString(), "--routes", "routes", "--data", data.toString());
    }
}
