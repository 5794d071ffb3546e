package dev.accountfeed.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** From a request for a poll to the event that it leads to, at a provider that answers at once. */
final class TriggerBenchmark {

    private static final int WARM = 300;
    private static final int TIMES = 200;

    private final Processes stub;
    private final String brokers;

    TriggerBenchmark(Processes stub, String brokers) {
        this.stub = stub;
        this.brokers = brokers;
    }

    String measure() throws Exception {
        String inventory = new PollBenchmark(stub, 0, 0).inventory("changing", 1, "1h", "");
        Map<String, String> settings =
                Map.of("feed.sinks", "file,kafka", "camel.component.kafka.brokers", brokers, "feed.name", "trigger");
        try (FeedProcess feed =
                FeedProcess.start("trigger", inventory, settings, "").await()) {
            for (int i = 0; i < WARM; i++) {
                feed.poll("s0");
            }
            feed.awaitDelivery();
            return "| trigger to | p50 | p99 |\n|---|--:|--:|\n" + row("file", file(feed)) + row("Kafka", kafka(feed));
        }
    }

    private static String row(String sink, double[] millis) {
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT, "| %s | %.1f ms | %.1f ms |%n", sink, millis[TIMES / 2], millis[TIMES * 99 / 100]);
    }

    private static double[] file(FeedProcess feed) throws Exception {
        Path file;
        try (Stream<Path> files = Files.list(feed.data().resolve("events"))) {
            file = files.sorted().reduce((a, b) -> b).orElseThrow();
        }
        double[] millis = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long size = Files.size(file);
            long begin = System.nanoTime();
            feed.trigger("s0");
            while (Files.size(file) == size) {
                Thread.onSpinWait();
            }
            millis[i] = (System.nanoTime() - begin) / 1e6;
            feed.awaitDelivery();
        }
        return millis;
    }

    private double[] kafka(FeedProcess feed) throws IOException, InterruptedException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed", "fetch.min.bytes", 1);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("account-events").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            double[] millis = new double[TIMES];
            for (int i = 0; i < TIMES; i++) {
                long begin = System.nanoTime();
                feed.trigger("s0");
                while (consumer.poll(Duration.ofSeconds(5)).isEmpty()) {
                    feed.check();
                }
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
            return millis;
        }
    }
}
