package dev.accountfeed.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** Lists of accounts, JSON and XML, with the smallest heap that a feed should need. */
final class ListBenchmark {

    private static final String HEAP = "-Xmx128m";

    private final Processes stub;

    ListBenchmark(Processes stub) {
        this.stub = stub;
    }

    /**
     * @param rate rows a second of an unchanged list
     * @param edited rows a second of a list in which one row has changed
     * @param floor rows a second of a parser alone
     * @param firstRate rows a second of a list that is all new
     * @param heap the largest after a collection, in megabytes
     * @param rss the largest, in megabytes
     */
    record Figures(
            int rows, String format, double rate, double edited, double floor, double firstRate, long heap, long rss) {}

    /** Both formats, one after the other, in one process: heap and size are those of both. */
    void measure(String name, int rows, java.util.function.Consumer<Figures> out) throws Exception {
        try (FeedProcess feed =
                FeedProcess.start(name, inventory(rows), Map.of(), options()).await()) {
            int times = Math.max(1, Math.min(300, 300_000 / rows));
            for (String format : new String[] {"json", "xml"}) {
                double first = rate(feed, format, rows, 1);
                feed.awaitDelivery();
                rate(feed, format, rows, Math.max(1, Math.min(1500, 1_000_000 / rows)));
                double unchanged = rate(feed, format, rows, times);
                stub.editing(true);
                rate(feed, format, rows, Math.max(1, times / 2));
                double edited = rate(feed, format, rows, times);
                stub.editing(false);
                double floor = floor(rows, format);
                out.accept(new Figures(
                        rows, format, unchanged, edited, floor, first, feed.peakHeap(), feed.status("VmHWM") / 1024));
            }
        }
    }

    /**
     * How long new accounts take from the call to Kafka.
     *
     * @param first of a process that has just started
     * @param second of the same process, right after that
     * @param rss the largest, in megabytes
     */
    record News(double first, double second, long rss) {}

    News news(int rows, Map<String, String> kafka) throws Exception {
        try (FeedProcess feed = FeedProcess.start("new-" + rows, inventory(rows), kafka, options())
                .await()) {
            return new News(seconds(feed, "json"), seconds(feed, "xml"), feed.status("VmHWM") / 1024);
        }
    }

    private static double seconds(FeedProcess feed, String source) throws Exception {
        long begin = System.nanoTime();
        feed.poll(source);
        feed.awaitDelivery();
        return (System.nanoTime() - begin) / 1e9;
    }

    private double floor(int rows, String format) throws IOException {
        String times = String.valueOf(Math.max(3, Math.min(500, 1_000_000 / rows)));
        return Processes.floor("list", stub.url() + "/list/" + rows + "/settings/1/accounts", format, times)[0];
    }

    private static String options() {
        return HEAP + " " + System.getProperty("options", "");
    }

    private static double rate(FeedProcess feed, String source, int rows, int times) throws Exception {
        double[] before = feed.polls("infobip");
        for (int i = 0; i < times; i++) {
            JsonNode poll = feed.poll(source);
            if (poll.path("rows").asInt() != rows) {
                throw new IllegalStateException("the poll ended otherwise: " + poll);
            }
        }
        double[] after = feed.polls("infobip");
        while (after[1] < before[1] + times) {
            feed.check();
            Thread.sleep(1);
            after = feed.polls("infobip");
        }
        return rows * times / (after[0] - before[0]);
    }

    String inventory(int rows) {
        StringBuilder yaml = new StringBuilder("sources:\n");
        for (String format : new String[] {"json", "xml"}) {
            yaml.append("  - {id: ").append(format).append(", provider: infobip, cron: \"0 0 0 1 1 *\"");
            yaml.append(", url: \"").append(stub.url()).append("/list/").append(rows);
            yaml.append("\", credentials: {username: a, password: b}, options: {format: ")
                    .append(format);
            yaml.append(", limit: 99999}}\n");
        }
        return yaml.append("providers:\n  infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 300s}\n")
                .toString();
    }
}
