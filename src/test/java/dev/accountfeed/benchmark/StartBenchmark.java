package dev.accountfeed.benchmark;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** From {@code bin/account-feed run} to the first call of a provider. */
final class StartBenchmark {

    private static final int TIMES = 5;

    private final Processes stub;

    StartBenchmark(Processes stub) {
        this.stub = stub;
    }

    /** The median, in seconds, with the data that the folder has. */
    double measure(String folder) throws Exception {
        String inventory = new PollBenchmark(stub, 0, 0).inventory("same", 1, "1h", "");
        double[] seconds = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            seconds[i] = start(folder, inventory);
        }
        Arrays.sort(seconds);
        return seconds[TIMES / 2];
    }

    private double start(String folder, String inventory) throws IOException, InterruptedException {
        long calls = stub.stats()[0];
        try (FeedProcess feed = FeedProcess.again(folder, inventory, Map.of(), "")) {
            while (stub.stats()[0] == calls) {
                feed.check();
                // To ask more often would take of the two processors what is measured.
                Thread.sleep(20);
            }
            return feed.age().toNanos() / 1e9;
        }
    }
}
