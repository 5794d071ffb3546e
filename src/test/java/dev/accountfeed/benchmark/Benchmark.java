package dev.accountfeed.benchmark;

import dev.accountfeed.sandbox.KafkaBroker;
import dev.accountfeed.sandbox.KafkaBrokerJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * {@code bin/benchmark [polls|growth|lists|new|start|state|schedule|trigger|peers…]}: by default everything but the last.
 */
public final class Benchmark {

    private static final List<String> ALL =
            List.of("polls", "growth", "lists", "new", "start", "state", "schedule", "trigger");
    private static final String PEERS = "peers";
    private static final int[] LISTS = {40, 1000, 10_000, 100_000, 1_000_000};
    private static final int SOURCES = 3000;

    /** As in bin/account-feed. */
    private static final List<String> FEED_OPTIONS = List.of(
            "-Xms64m",
            "-XX:Tier4InvocationThreshold=25000",
            "-XX:Tier4MinInvocationThreshold=3000",
            "-XX:Tier4CompileThreshold=75000",
            "-XX:Tier4BackEdgeThreshold=200000",
            "-XX:+UseSerialGC");

    private static final String HEAD =
            "| single accounts | polls/s | CPU a poll | the stub's | RSS |\n|---|--:|--:|--:|--:|\n";

    private final Processes stub;
    private final PollBenchmark polls;
    private final PollBenchmark settled;
    private final StringBuilder table = new StringBuilder();

    private Benchmark(Processes stub) {
        this.stub = stub;
        // Camel and the HTTP client are a lot of code: two processors need most of a minute to compile it.
        polls = new PollBenchmark(stub, Integer.getInteger("warm", 40), Integer.getInteger("measure", 10));
        // Changes are twice as much code again, and the compiler has to share the processors with those who poll.
        settled = new PollBenchmark(stub, Integer.getInteger("warm", 60), Integer.getInteger("measure", 10));
    }

    public static void main(String[] arguments) throws Exception {
        List<String> asked = new ArrayList<>(Arrays.asList(arguments));
        boolean peers = asked.remove("-Dpeers");
        asked = asked.isEmpty() ? new ArrayList<>(ALL) : asked;
        if (peers) {
            asked.add(PEERS);
        }
        for (String name : asked) {
            if (!ALL.contains(name) && !name.equals(PEERS)) {
                throw new IllegalArgumentException("there are: " + ALL + ", and when asked for " + PEERS);
            }
        }
        try (Processes stub = Processes.stub()) {
            for (String name : asked) {
                new Benchmark(stub).run(name);
            }
        }
        System.exit(0);
    }

    private void run(String name) throws Exception {
        Page.write(
                name,
                switch (name) {
                    case "polls" -> polls();
                    case "growth" -> growth();
                    case "lists" -> lists();
                    case "new" -> news();
                    case "start" -> start();
                    case PEERS -> peers();
                    case "state" -> state();
                    case "schedule" -> new ScheduleBenchmark(stub).measure();
                    default -> trigger();
                });
    }

    private static KafkaBroker broker() throws Exception {
        KafkaBrokerJars jars = KafkaBrokerJars.of(Path.of("").toAbsolutePath());
        Path folder =
                Files.createDirectories(Path.of("target/kafka-broker/data").toAbsolutePath());
        return KafkaBroker.start(jars, Files.createTempDirectory(folder, "benchmark"));
    }

    private String polls() throws Exception {
        table.append(HEAD);
        PollBenchmark.Figures floor = row("floor, unchanged", polls.floor("same", SOURCES));
        PollBenchmark.Both both = polls.feed(SOURCES);
        PollBenchmark.Figures feed = row("feed, unchanged", both.unchanged());
        PollBenchmark.Figures changing = row("floor, all changed", polls.floor("changing", SOURCES));
        PollBenchmark.Figures changed = row("feed, all changed, file sink", both.changed());
        try (KafkaBroker broker = broker()) {
            row(
                    "feed, all changed, Kafka sink",
                    settled.feed("kafka", "changing", SOURCES, "100ms", kafka(broker), ""));
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "%nUnchanged, the feed has %.2f of the floor's rate at %.1f times its CPU; all changed, %.2f of its rate.%n",
                        feed.rate() / floor.rate(),
                        feed.cpu() / floor.cpu(),
                        changed.rate() / changing.rate());
    }

    private static Map<String, String> kafka(KafkaBroker broker) {
        return Map.of("feed.sinks", "kafka", "camel.component.kafka.brokers", broker.address());
    }

    private String peers() throws Exception {
        table.append(HEAD);
        try (KafkaBroker broker = broker()) {
            row("feed, unchanged, Kafka sink", polls.feed("kafka", "same", SOURCES, "100ms", kafka(broker), ""));
        }
        row("kamelets, the answer is dropped", polls.kamelets("same", List.of(), "- stop: {}"));
        row("the same, with the feed's JVM options", polls.kamelets("same", FEED_OPTIONS, "- stop: {}"));
        try (KafkaBroker broker = broker()) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
                admin.createTopics(List.of(new NewTopic("answers", 6, (short) 1)))
                        .all()
                        .get();
            }
            row("kamelets, every answer to Kafka", polls.kamelets("changing", List.of(), """
                    - to:
                        uri: kamelet:kafka-sink
                        parameters:
                          topic: answers
                          bootstrapServers: "%s"
                    """.formatted(
                            broker.address())));
        }
        return table.toString();
    }

    private String growth() throws Exception {
        table.append(
                "| sources, 1,000 polls/s in all | polls/s | CPU a poll | the stub's | RSS |\n|---|--:|--:|--:|--:|\n");
        // The first round of ten thousand stores them all, and what came due meanwhile is caught up with.
        row("100", settled.feed("growth", "same", 100, "100ms", Map.of(), ""));
        row("10,000", settled.feed("growth", "same", 10_000, "10s", Map.of(), ""));
        return table.toString();
    }

    private PollBenchmark.Figures row(String what, PollBenchmark.Figures figures) {
        table.append(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.0f µs | %.0f µs | %s |%n",
                what,
                figures.rate(),
                figures.cpu(),
                figures.stubCpu(),
                figures.rss() == 0 ? "" : figures.rss() + " MB"));
        return figures;
    }

    private String lists() throws Exception {
        table.append("| rows | | unchanged | parser alone | share | one changed | all new | heap | RSS |\n");
        table.append("|--:|---|--:|--:|--:|--:|--:|--:|--:|\n");
        for (int rows : LISTS) {
            new ListBenchmark(stub)
                    .measure(
                            "list-" + rows,
                            rows,
                            list -> table.append(String.format(
                                    Locale.ROOT,
                                    "| %,d | %s | %,.0f/s | %,.0f/s | %.2f | %,.0f/s | %,.0f/s | %d MB | %d MB |%n",
                                    list.rows(),
                                    list.format(),
                                    list.rate(),
                                    list.floor(),
                                    list.rate() / list.floor(),
                                    list.edited(),
                                    list.firstRate(),
                                    list.heap(),
                                    list.rss())));
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "%nStart to the first poll with the largest known, both formats, median of five: %.2f s.%n",
                        new StartBenchmark(stub).measure("list-" + LISTS[LISTS.length - 1]));
    }

    private String news() throws Exception {
        try (KafkaBroker broker = broker()) {
            ListBenchmark.News news = new ListBenchmark(stub).news(100_000, kafka(broker));
            return String.format(
                    Locale.ROOT,
                    "| 100,000 new accounts of Infobip, one list, to Kafka | |%n|---|--:|%n"
                            + "| of a process that has just started (JSON) | %.1f s |%n"
                            + "| of the same process, right after that (XML) | %.1f s |%n| RSS | %d MB |%n",
                    news.first(),
                    news.second(),
                    news.rss());
        }
    }

    private String start() throws Exception {
        return String.format(
                Locale.ROOT,
                "| start to the first poll, median of five | |%n|---|--:|%n| nothing known | %.2f s |%n",
                new StartBenchmark(stub).measure("start"));
    }

    private String state() throws Exception {
        try (KafkaBroker broker = broker()) {
            return new StateBenchmark(stub, kafka(broker)).measure();
        }
    }

    private String trigger() throws Exception {
        try (KafkaBroker broker = broker()) {
            return new TriggerBenchmark(stub, broker.address()).measure();
        }
    }
}
