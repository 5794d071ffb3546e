package dev.accountfeed.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.account.Json;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.sink.EventFiles;
import dev.accountfeed.sink.FeedVerifier;
import dev.accountfeed.source.Poller;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 500 polls a second while accounts change and faults come and go: ten seconds in the build, as long as one likes by
 * hand with {@code -Dsoak.minutes=60}.
 */
class SoakIT {

    private static final Duration LENGTH = System.getProperty("soak.minutes") == null
            ? Duration.ofSeconds(10)
            : Duration.ofMinutes(Long.getLong("soak.minutes"));

    private static final int SOURCES = 100;
    private static final List<String> FAULTS = List.of(
            "server-error",
            "unavailable",
            "bad-gateway-html",
            "rate-limited",
            "reset",
            "truncated",
            "malformed",
            "garbage",
            "empty-body",
            "empty-list",
            "wrong-content-type",
            "missing-fields",
            "forbidden",
            "unauthorized",
            "redirect",
            "not-found",
            "another-account",
            "deep-json",
            "nul-bytes",
            "duplicate-keys",
            "slow",
            "hang");

    private final Random random = new Random(6);
    private final LongAdder polls = new LongAdder();
    private final LongAdder faults = new LongAdder();

    /** What a process must not gather while nothing more is asked of it. */
    private record Usage(long heap, long threads, long files) {

        static Usage now() throws Exception {
            long heap = Long.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                System.gc();
                heap = Math.min(
                        heap,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            return new Usage(heap, ManagementFactory.getThreadMXBean().getThreadCount(), openFiles());
        }

        private static long openFiles() throws Exception {
            Path open = Path.of("/proc/self/fd");
            if (!Files.exists(open)) {
                return 0;
            }
            try (Stream<Path> files = Files.list(open)) {
                return files.count();
            }
        }
    }

    @Test
    void nothingIsLostAndNothingGrows(@TempDir Path folder) throws Exception {
        FaultCount count = new FaultCount("soak");
        ScheduledExecutorService life = Executors.newScheduledThreadPool(2);
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC())) {
            sandbox.accounts(SOURCES);
            IntStream.rangeClosed(1, SOURCES).forEach(number -> sandbox.infobipUser("user-" + number, "pw"));
            try (RunningFeed feed =
                    RunningFeed.start(folder, sandbox, sources(), Map.of("camel.component.http.soTimeout", "300"))) {
                feed.bean("poller", Poller.class).onResult(result -> polls.increment());
                life.scheduleAtFixedRate(() -> change(sandbox), 0, 5, TimeUnit.MILLISECONDS);
                life.scheduleAtFixedRate(() -> breakSomething(sandbox), 0, 100, TimeUnit.MILLISECONDS);
                // The first third fills pools and caches.
                List<Usage> samples = new ArrayList<>();
                long begin = System.nanoTime();
                for (int i = 1; i <= 12; i++) {
                    Duration until = LENGTH.multipliedBy(i).dividedBy(12);
                    await().atMost(LENGTH.plusSeconds(60))
                            .pollInterval(Duration.ofMillis(50))
                            .until(() -> System.nanoTime() - begin >= until.toNanos());
                    samples.add(Usage.now());
                }
                double perSecond = polls.sum() / (LENGTH.toMillis() / 1e3);
                life.shutdown();
                assertThat(life.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
                sandbox.clearFaults();
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> wrong(feed, sandbox).isEmpty());
                await().atMost(Duration.ofSeconds(30)).until(() -> lines(feed).size() == feed.sequence());

                List<String> problems = new ArrayList<>();
                FeedVerifier verifier = new FeedVerifier(problems::add);
                new EventFiles(feed.data()).forEachLine(verifier::accept);
                long deletes = lines(feed).stream()
                        .filter(line -> line.contains("\"op\":\"d\""))
                        .count();
                System.out.printf(
                        "soak: %.0f polls/s, %d faults, %d events, heap %s MB, threads %s, files %s%n",
                        perSecond,
                        faults.sum(),
                        feed.sequence(),
                        samples.stream().map(one -> one.heap >> 20).toList(),
                        samples.stream().map(Usage::threads).toList(),
                        samples.stream().map(Usage::files).toList());
                count.survived(faults.sum());
                count.lost(wrong(feed, sandbox).size());
                count.duplicated(problems.size());
                count.falseDeletes(deletes);
                count.write();
                assertThat(problems).isEmpty();
                assertThat(deletes).as("false deletes").isZero();
                if (System.getProperty("soak.minutes") != null) {
                    assertThat(perSecond).as("polls a second").isGreaterThan(400);
                }
                flat(samples);
            }
        } finally {
            life.shutdownNow();
        }
    }

    /** The last third against the middle one: noise is in both, and what leaks is in the last. */
    private static void flat(List<Usage> samples) {
        List<Usage> middle = samples.subList(4, 8);
        List<Usage> last = samples.subList(8, 12);
        assertThat(least(last, Usage::heap)).as("heap").isLessThan(most(middle, Usage::heap) + (8 << 20));
        assertThat(least(last, Usage::threads)).as("threads").isLessThanOrEqualTo(most(middle, Usage::threads) + 5);
        assertThat(least(last, Usage::files)).as("open files").isLessThanOrEqualTo(most(middle, Usage::files) + 10);
    }

    private static long least(List<Usage> samples, java.util.function.ToLongFunction<Usage> what) {
        return samples.stream().mapToLong(what).min().orElseThrow();
    }

    private static long most(List<Usage> samples, java.util.function.ToLongFunction<Usage> what) {
        return samples.stream().mapToLong(what).max().orElseThrow();
    }

    private static String sources() {
        StringBuilder sources = new StringBuilder("sources:\n");
        for (int number = 1; number <= SOURCES; number++) {
            sources.append(
                    ("  - {id: s%1$d, provider: infobip, url: $SANDBOX, every: 100ms, credentials: {username: user-%1$d,"
                                    + " password: pw}, options: {key: %2$s, format: %3$s}}\n")
                            .formatted(number, Sandbox.key(number), number % 2 == 0 ? "json" : "xml"));
        }
        return sources + "providers:\n  infobip: {concurrency: 32, requestsPerSecond: 10000, timeout: 1s}\n";
    }

    private void change(Sandbox sandbox) {
        int number = 1 + random.nextInt(SOURCES);
        sandbox.update("infobip", Sandbox.key(number), "{\"name\": \"" + random.nextLong() + "\"}");
    }

    /** Some of the sources get a fault for a few calls. */
    private void breakSomething(Sandbox sandbox) {
        for (int i = 0; i < 5; i++) {
            String fault = FAULTS.get(random.nextInt(FAULTS.size()));
            String wait = fault.equals("rate-limited") ? ", \"retryAfter\": 1" : "";
            sandbox.fault("{\"fault\": \"%s\", \"caller\": \"user-%d\", \"times\": %d%s}"
                    .formatted(fault, 1 + random.nextInt(SOURCES), 1 + random.nextInt(4), wait));
            faults.increment();
        }
    }

    /** Accounts of which the last event is not what the provider has. */
    private static Map<String, String> wrong(RunningFeed feed, Sandbox sandbox) {
        Map<String, String> told = new HashMap<>();
        for (String line : lines(feed)) {
            JsonNode event = Json.tree(line);
            if (event.path("data").has("op")) {
                told.put(
                        event.path("source").asText(),
                        event.at("/data/after/name").asText());
            }
        }
        Map<String, String> wrong = new HashMap<>();
        for (int number = 1; number <= SOURCES; number++) {
            String name = sandbox.account("infobip", Sandbox.key(number))
                    .orElseThrow()
                    .path("name")
                    .asText();
            if (!name.equals(told.get("/account-feed/s" + number))) {
                wrong.put("s" + number, name);
            }
        }
        return wrong;
    }

    private static List<String> lines(RunningFeed feed) {
        List<String> lines = new ArrayList<>();
        try {
            new EventFiles(feed.data()).forEachLine((place, line) -> lines.add(line));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }
}
