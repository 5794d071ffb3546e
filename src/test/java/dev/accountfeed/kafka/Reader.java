package dev.accountfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic as a downstream system does. */
public final class Reader {

    private Reader() {}

    /** All committed records, partition by partition. */
    static <T> List<ConsumerRecord<String, T>> read(String brokers, String topic, Deserializer<T> values) {
        return read(Map.of("bootstrap.servers", brokers), topic, values);
    }

    static <T> List<ConsumerRecord<String, T>> read(
            Map<String, Object> settings, String topic, Deserializer<T> values) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("isolation.level", "read_committed");
        all.put("auto.offset.reset", "earliest");
        try (Consumer<String, T> consumer = new KafkaConsumer<>(all, new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, T>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            records.sort(java.util.Comparator.comparingInt(ConsumerRecord::partition));
            return records;
        }
    }

    public static List<ConsumerRecord<String, String>> read(String brokers, String topic) {
        return read(brokers, topic, new StringDeserializer());
    }

    /** A record's headers as text, each of which it has once. */
    static Map<String, String> headers(ConsumerRecord<String, ?> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            assertThat(headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)))
                    .as("one header of a name")
                    .isNull();
        }
        return headers;
    }
}
