package dev.accountfeed.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

public final class Benchmark {
    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        List<String> asked = Arrays.asList(arguments);
        try (Processes stub = Processes.stub()) {
            PollBenchmark polls =
                    new PollBenchmark(stub, Integer.getInteger("warm", 12), Integer.getInteger("measure", 12));
            String options = System.getProperty("options", "");
            if (asked.contains("floor")) System.out.println("floor same " + polls.floor("same", 3000));
            if (asked.contains("same"))
                System.out.println("feed same " + polls.feed("same", "same", 3000, "100ms", Map.of(), options));
            if (asked.contains("floorc")) System.out.println("floor changing " + polls.floor("changing", 3000));
            if (asked.contains("changing"))
                System.out.println(
                        "feed changing " + polls.feed("changing", "changing", 3000, "100ms", Map.of(), options));
            if (asked.contains("100"))
                System.out.println("feed 100 " + polls.feed("p100", "same", 100, "100ms", Map.of(), options));
            if (asked.contains("10000"))
                System.out.println("feed 10000 " + polls.feed("p10000", "same", 10000, "10s", Map.of(), options));
            for (String rows : asked) if (rows.startsWith("list")) new ListBenchmark(stub).measure(rows, Integer.parseInt(rows.substring(4)), System.out::println);
        }
        System.exit(0);
    }
}
