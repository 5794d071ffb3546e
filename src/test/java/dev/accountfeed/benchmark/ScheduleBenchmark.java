package dev.accountfeed.benchmark;

import dev.accountfeed.source.Lateness;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Ten thousand sources, each every minute, at a provider that takes 200 ms. */
final class ScheduleBenchmark {

    private static final int SOURCES = 10_000;
    private static final Duration EVERY = Duration.ofSeconds(60);

    /** The first round is that of the start, and each source then signs its first token. */
    private static final Duration SETTLED = Duration.ofSeconds(100);

    private static final Duration MEASURED = Duration.ofSeconds(30);

    private final Processes stub;

    ScheduleBenchmark(Processes stub) {
        this.stub = stub;
    }

    String measure() throws Exception {
        // 10,000 calls a minute of 200 ms are 34 at once.
        String inventory =
                new PollBenchmark(stub, 0, 0).inventory("slow", SOURCES, EVERY.toSeconds() + "s", ", accountId: #", 64);
        try (FeedProcess feed = FeedProcess.start(
                "schedule", inventory, Map.of("camel.component.http.connectionsPerRoute", "64"), "")) {
            Thread.sleep(SETTLED.toMillis());
            feed.check();
            Processes.get(stub.url() + "/arrivals");
            long cpu = feed.cpu();
            Thread.sleep(MEASURED.toMillis());
            double share = (feed.cpu() - cpu) / (double) MEASURED.toNanos();
            double[] late = Processes.get(stub.url() + "/arrivals")
                    .lines()
                    .map(line -> line.split(" "))
                    .mapToDouble(
                            call -> Lateness.of("s" + call[0], EVERY, Instant.ofEpochMilli(Long.parseLong(call[1])))
                                    .toMillis())
                    .sorted()
                    .toArray();
            return String.format(
                    Locale.ROOT,
                    "| polls | late p50 | p99 | max | cores | RSS | threads |%n|--:|--:|--:|--:|--:|--:|--:|%n"
                            + "| %d | %.0f ms | %.0f ms | %.0f ms | %.2f | %d MB | %d |%n",
                    late.length,
                    late[late.length / 2],
                    late[late.length * 99 / 100],
                    late[late.length - 1],
                    share,
                    feed.status("VmHWM") / 1024,
                    feed.status("Threads"));
        }
    }
}
