package dev.accountfeed.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Polls of single accounts, as many as go: a rate, and what one costs. */
final class PollBenchmark {

    /** As many as keep two processors busy: more only wait for one, and the compiler with them. */
    private static final int FEW = 4;

    /** Of changes: those that wait for the disk share its time. */
    private static final int MANY = 16;

    /** Seconds; it is little code, and soon compiled. */
    private static final int FLOOR_WARM = 5;

    private final Processes stub;
    private final int warm;
    private final int measured;

    PollBenchmark(Processes stub, int warm, int measured) {
        this.stub = stub;
        this.warm = warm;
        this.measured = measured;
    }

    /**
     * @param rate polls a second
     * @param cpu the process's microseconds for one
     * @param stubCpu the stub's
     * @param rss the largest, in megabytes
     */
    record Figures(double rate, double cpu, double stubCpu, long rss) {}

    Figures floor(String kind, int sources) throws IOException {
        long[] before = stub.stats();
        Path file = FeedProcess.folder("floor-" + kind + ".ndjson");
        file.toFile().getParentFile().mkdirs();
        double[] floor = Processes.floor(
                "polls",
                stub.url() + "/" + kind + "/",
                String.valueOf(sources),
                String.valueOf(connections(kind)),
                file.toString(),
                String.valueOf(Math.min(warm, FLOOR_WARM)),
                String.valueOf(measured));
        file.toFile().delete();
        long[] after = stub.stats();
        return new Figures(floor[0], floor[1], (after[1] - before[1]) / 1e3 / (after[0] - before[0]), 0);
    }

    Figures feed(String name, String kind, int sources, String every, Map<String, String> more, String javaOptions)
            throws Exception {
        try (FeedProcess feed = FeedProcess.start(name, inventory(kind, sources, every, ""), more, javaOptions)) {
            return measure(feed);
        }
    }

    /** Of one process, that nothing changes for at first, and then everything. */
    record Both(Figures unchanged, Figures changed) {}

    Both feed(int sources) throws Exception {
        try (FeedProcess feed = FeedProcess.start("polls", inventory("same", sources, "100ms", ""), Map.of(), "")) {
            Figures unchanged = measure(feed);
            feed.sources(inventory("same", sources, "100ms", "", MANY));
            stub.editing(true);
            Figures changed = measure(feed);
            stub.editing(false);
            return new Both(unchanged, changed);
        }
    }

    Figures kamelets(String kind, List<String> javaOptions, String steps) throws Exception {
        try (MeasuredProcess kamelets = Kamelets.start(stub.url() + "/" + kind, javaOptions, steps)) {
            return measure(kamelets);
        }
    }

    private Figures measure(MeasuredProcess process) throws Exception {
        Thread.sleep(warm * 1000L);
        process.check();
        long[] before = stub.stats();
        long cpu = process.cpu();
        long begin = System.nanoTime();
        Thread.sleep(measured * 1000L);
        long[] after = stub.stats();
        double calls = after[0] - before[0];
        process.check();
        return new Figures(
                calls * 1e9 / (System.nanoTime() - begin),
                (process.cpu() - cpu) / 1e3 / calls,
                (after[1] - before[1]) / 1e3 / calls,
                process.status("VmHWM") / 1024);
    }

    private static int connections(String kind) {
        return kind.equals("changing") ? MANY : FEW;
    }

    String inventory(String kind, int sources, String every, String credentials) {
        return inventory(kind, sources, every, credentials, connections(kind));
    }

    String inventory(String kind, int sources, String every, String credentials, int connections) {
        StringBuilder yaml = new StringBuilder("sources:\n");
        for (int i = 0; i < sources; i++) {
            yaml.append("  - {id: s")
                    .append(i)
                    .append(", provider: voximplant, every: ")
                    .append(every);
            yaml.append(", url: \"")
                    .append(stub.url())
                    .append('/')
                    .append(kind)
                    .append('/')
                    .append(i);
            yaml.append("\", credentials: {file: key.json")
                    .append(credentials.replace("#", String.valueOf(1_000_000 + i)));
            yaml.append("}}\n");
        }
        return yaml.append("providers:\n  voximplant: {concurrency: ")
                .append(connections)
                .append(", requestsPerSecond: 100000, timeout: 20s}\n")
                .toString();
    }
}
