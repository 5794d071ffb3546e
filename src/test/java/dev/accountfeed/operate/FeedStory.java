package dev.accountfeed.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.MovableClock;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything that may go wrong with a feed, one after the other and over again: what its metrics said meanwhile. */
final class FeedStory implements AutoCloseable {

    private static final String SOURCES = """
            sources:
              - {id: bip, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: Aladdin, password: open sesame}}
              - {id: bop, provider: infobip, url: $SANDBOX, every: 3000d, credentials: {username: bop, password: pw}}
              - {id: vox, provider: voximplant, url: $VOXIMPLANT, every: 3000d, credentials: {file: $CREDENTIALS}}
            providers:
              infobip: {concurrency: 1, requestsPerSecond: 10000, timeout: 60s}
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 60s}
            """;
    private static final List<String> BOTH = List.of("bip", "bop");
    private static final String FAILED = "account_feed_source_failed_polls";

    private final Map<String, List<Scrape>> faults = new TreeMap<>();
    private final MovableClock clock = new MovableClock();
    private final Path folder;
    private final int port = RunningFeed.freePort();
    private final Sandbox sandbox = Sandbox.start(0, clock);
    private final @Nullable SmallDisk disk;
    private final Path routes;
    private RunningFeed feed;

    FeedStory(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        sandbox.infobipUser("bop", "pw");
        routes = ConfigMaps.routes(folder.resolve("routes"));
        disk = SmallDisk.mount(folder.resolve("data")).orElse(null);
    }

    /** The scrapes of each alert: well, while the fault lasts (one scrape or more), and well again. */
    Map<String, List<Scrape>> tell() throws IOException, InterruptedException {
        start();
        refused();
        throttled();
        Scrape well = well();
        // Polls that are asked for need no timer: until its end is noticed the story goes on.
        feed.killTimer("timer-poll");
        malformed();
        held();
        sinkDown();
        changeRefused();
        late();
        if (disk != null) {
            diskFull();
        }
        dead(well);
        return faults;
    }

    private void start() {
        feed = RunningFeed.start(
                folder,
                sandbox,
                SOURCES,
                clock,
                Map.of(
                        "camel.management.enabled",
                        "true",
                        "camel.management.port",
                        Integer.toString(port),
                        // As deploy/kubernetes mounts them.
                        "feed.routes",
                        routes.toString()));
    }

    /** The first scrape of which that is true. */
    private Scrape when(Predicate<Scrape> truth) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Scrape.of(port), truth);
    }

    private Scrape well() {
        return when(now -> now.value("account_feed_sources_failing") == 0
                && now.value("account_feed_sink_lag") == 0
                && now.value("account_feed_polls_queued") == 0);
    }

    private void assertStatus(String path, int status) {
        Health health = Health.of(port, path);
        assertThat(health.status()).as("%s", health.body()).isEqualTo(status);
    }

    private void refused() {
        Scrape well = well();
        sandbox.fault("{\"fault\": \"forbidden\", \"provider\": \"infobip\"}");
        feed.poll(BOTH);
        Scrape once = when(now -> now.value(FAILED) == 2);
        feed.poll(BOTH);
        feed.poll(BOTH);
        Scrape often = when(now -> now.value(FAILED) == 6);
        Health health = Health.of(port, "");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.check("feed-sources")).contains("DOWN", "bip, bop").doesNotContain("vox");
        // No restart would end it.
        assertStatus("/ready", 200);
        assertStatus("/live", 200);
        sandbox.clearFaults();
        feed.poll(BOTH);
        Scrape again = well();
        assertThat(again.labels()).doesNotContainKey(FAILED);
        faults.put("AccountFeedSourceFailing", List.of(well, often, again));
        faults.put("AccountFeedManySourcesFailing", List.of(well, often, again));
        faults.put("AccountFeedRefused", List.of(well, once, often, again));
    }

    private void throttled() {
        Scrape well = well();
        sandbox.fault("{\"fault\": \"rate-limited\", \"provider\": \"voximplant\"}");
        for (int i = 1; i <= 4; i++) {
            int waits = i;
            String poll = feed.request("vox");
            // As long as the provider asks for, and more than that.
            clock.advance(Duration.ofHours(1));
            feed.result(poll);
            when(now -> now.value("account_feed_waits_total") == waits);
        }
        Scrape slow = when(now -> now.value("account_feed_sources_waiting") == 1);
        sandbox.clearFaults();
        String poll = feed.request("vox");
        clock.advance(Duration.ofHours(1));
        feed.result(poll);
        faults.put("AccountFeedSlowedDown", List.of(well, slow, well()));
    }

    private void malformed() {
        Scrape well = well();
        sandbox.fault("{\"fault\": \"malformed\", \"provider\": \"infobip\"}");
        feed.poll("bip");
        Scrape letter = when(now -> now.value("account_feed_dead_letters_total") == 1);
        sandbox.clearFaults();
        feed.poll("bip");
        faults.put("AccountFeedDeadLetters", List.of(well, letter, well()));
    }

    private void held() {
        Scrape well = well();
        sandbox.fault("{\"fault\": \"empty-list\", \"provider\": \"infobip\"}");
        feed.poll("bip");
        Scrape held = when(now -> now.value("account_feed_deletes_held") == 3);
        assertThat(Health.of(port, "").check("feed-held-deletes")).contains("DOWN", "3 deletes are held", "of: bip");
        assertStatus("/ready", 200);
        sandbox.clearFaults();
        feed.poll("bip");
        Scrape back = when(now -> now.value("account_feed_deletes_held") == 0);
        faults.put("AccountFeedDeletesHeld", List.of(well, held, back));
    }

    /** The sink's folder is not one any more. */
    private void sinkDown() throws IOException {
        Scrape well = well();
        Path events = feed.data().resolve("events");
        Path away = feed.data().resolve("events-away");
        Files.move(events, away);
        Files.createFile(events);
        sandbox.update("voximplant", sandbox.ids("voximplant").get(0), "{\"frozen\": true}");
        feed.poll("vox");
        when(now -> now.value("account_feed_sink_up") == 0);
        clock.advance(Duration.ofMinutes(6));
        Scrape down = when(now -> now.value("account_feed_sink_lag_seconds") > 300);
        assertThat(Health.of(port, "?data=true").check("feed-sink-file"))
                .contains("DOWN", "NotDirectoryException", "\"lag\":", "oldestWaiting");
        assertStatus("/ready", 503);
        assertStatus("/live", 200);
        Files.delete(events);
        Files.move(away, events);
        Scrape again = when(now -> now.value("account_feed_sink_up") == 1 && now.value("account_feed_sink_lag") == 0);
        faults.put("AccountFeedSinkDown", List.of(well, down, again));
        faults.put("AccountFeedSinkLagging", List.of(well, down, again));
    }

    private void diskFull() throws IOException {
        Scrape well = well();
        Path file = feed.data().resolve("filler");
        Files.write(file, new byte[(int) (feed.data().toFile().getUsableSpace() - (5 << 20))]);
        Scrape full = when(now -> now.value("account_feed_disk_free_bytes") < (10 << 20));
        assertThat(Health.of(port, "").check("feed-disk")).contains("DOWN", "bytes are left");
        assertStatus("/ready", 503);
        Files.delete(file);
        faults.put("AccountFeedDiskFull", List.of(well, full, well()));
        assertStatus("/ready", 200);
    }

    private void changeRefused() throws IOException {
        Scrape well = well();
        Path inventory = folder.resolve("config/sources.yaml");
        String right = Files.readString(inventory);
        Files.writeString(inventory, right.replace("provider: voximplant", "provider: voximplan"));
        Scrape refused = when(now -> now.value("account_feed_configuration_current") == 0);
        Files.writeString(inventory, right);
        Scrape taken = when(now -> now.value("account_feed_configuration_current") == 1);
        faults.put("AccountFeedChangeRefused", List.of(well, refused, taken));
    }

    /** One poll hangs, and the provider's only place with it. */
    private void late() {
        Scrape well = well();
        sandbox.fault("{\"fault\": \"hang\", \"provider\": \"infobip\", \"times\": 1}");
        String first = feed.request("bip");
        await().until(() -> sandbox.requests().entries("infobip").stream()
                .anyMatch(call -> call.faults().contains("hang")));
        String second = feed.request("bop");
        when(now -> now.value("account_feed_polls_queued") == 1);
        clock.advance(Duration.ofSeconds(61));
        feed.result(first);
        feed.result(second);
        Scrape late = when(now -> now.value("account_feed_poll_lateness_seconds_max", "infobip") > 60);
        feed.poll("bip");
        faults.put("AccountFeedPollsLate", List.of(well, late, well()));
    }

    private void dead(Scrape well) throws InterruptedException {
        Scrape dead = when(now -> now.value("account_feed_schedule_tick_age_seconds") > 10);
        assertStatus("/live", 503);
        assertThat(Health.of(port, "").check("feed-schedule")).contains("the timer is dead");
        feed.close();
        Scrape down = Scrape.of(port);
        start();
        Scrape again = well();
        assertStatus("/live", 200);
        faults.put("AccountFeedScheduleDead", List.of(well, dead, again));
        faults.put("AccountFeedDown", List.of(well, down, again));
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
        sandbox.close();
        if (disk != null) {
            disk.close();
        }
    }
}
