package dev.accountfeed.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.account.Json;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.sink.EventFiles;
import dev.accountfeed.sink.FeedVerifier;
import dev.accountfeed.source.Poller;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
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
    private final Map<Outcome, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final LongAdder faults = new LongAdder();

    /** What a process must not gather while nothing more is asked of it. */
    private record Usage(long heap, long threads, long files) {

        static Usage now() throws Exception {
            System.gc();
            return new Usage(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    openFiles());
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
                feed.bean("poller", Poller.class)
                        .onResult(result -> outcomes.computeIfAbsent(result.outcome(), outcome -> new LongAdder())
                                .increment());
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
                double perSecond = perSecond(outcome -> true);
                double answered = perSecond(outcome -> !outcome.isFailure());
                String all = new TreeMap<>(outcomes).toString();
                life.shutdown();
                assertThat(life.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
                sandbox.clearFaults();
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> wrong(feed, sandbox).isEmpty());
                await().atMost(Duration.ofSeconds(60)).until(() -> count(feed, "") == feed.sequence());

                List<String> problems = new ArrayList<>();
                FeedVerifier verifier = new FeedVerifier(problems::add);
                new EventFiles(feed.data()).forEachLine(verifier::accept);
                long deletes = count(feed, "\"op\":\"d\"");
                System.out.printf(
                        "soak: %.0f polls/s, %.0f of them answered, %s; %d faults, %d events, heap %s MB, threads %s, files"
                                + " %s%n",
                        perSecond,
                        answered,
                        all,
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
                    assertThat(answered).as("polls a second that were answered").isGreaterThan(500);
                }
                flat(samples);
            }
        } finally {
            life.shutdownNow();
        }
    }

    private double perSecond(Predicate<Outcome> which) {
        return outcomes.entrySet().stream()
                        .filter(entry -> which.test(entry.getKey()))
                        .mapToLong(entry -> entry.getValue().sum())
                        .sum()
                / (LENGTH.toMillis() / 1e3);
    }

    /** The last third against the middle one: noise is in both, and what leaks is in the last. */
    private static void flat(List<Usage> samples) {
        List<Usage> middle = samples.subList(4, 8);
        List<Usage> last = samples.subList(8, 12);
        assertThat(least(last, Usage::heap)).as("heap").isLessThan(most(middle, Usage::heap) + (8 << 20));
        assertThat(least(last, Usage::threads)).as("threads").isLessThanOrEqualTo(most(middle, Usage::threads) + 5);
        assertThat(least(last, Usage::files)).as("open files").isLessThanOrEqualTo(most(middle, Usage::files) + 10);
    }

    private static long least(List<Usage> samples, ToLongFunction<Usage> what) {
        return samples.stream().mapToLong(what).min().orElseThrow();
    }

    private static long most(List<Usage> samples, ToLongFunction<Usage> what) {
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

    /**
     * A source gets a fault for a few calls. Ten a second: a poll that tries again holds its place for up to a second,
     * sources that failed get half of the places, and more faults than these can meet would only pile up.
     */
    private void breakSomething(Sandbox sandbox) {
        String fault = FAULTS.get(random.nextInt(FAULTS.size()));
        String wait = fault.equals("rate-limited") ? ", \"retryAfter\": 1" : "";
        sandbox.fault("{\"fault\": \"%s\", \"caller\": \"user-%d\", \"times\": %d%s}"
                .formatted(fault, 1 + random.nextInt(SOURCES), 1 + random.nextInt(4), wait));
        faults.increment();
    }

    /** Accounts of which the last event is not what the provider has. */
    private static Map<String, String> wrong(RunningFeed feed, Sandbox sandbox) {
        Map<String, String> told = new HashMap<>();
        forEachLine(feed, line -> {
            JsonNode event = Json.tree(line);
            if (event.path("data").has("op")) {
                told.put(
                        event.path("source").asText(),
                        event.at("/data/after/name").asText());
            }
        });
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

    private static long count(RunningFeed feed, String part) {
        LongAdder lines = new LongAdder();
        forEachLine(feed, line -> lines.add(line.contains(part) ? 1 : 0));
        return lines.sum();
    }

    /** Not all at once: an hour has more than the memory. */
    private static void forEachLine(RunningFeed feed, Consumer<String> work) {
        try {
            new EventFiles(feed.data()).forEachLine((place, line) -> work.accept(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
