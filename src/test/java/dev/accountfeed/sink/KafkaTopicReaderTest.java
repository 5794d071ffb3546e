package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KafkaTopicReaderTest {

    private static final String TOPIC = "events";

    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");

    @Test
    @Timeout(60)
    void partitionsAreReadToTheirOwnEndsInWhateverOrderABrokerNamesThem() throws Exception {
        consumer.updatePartitions(TOPIC, List.of(info(2), info(0), info(1)));
        consumer.updateBeginningOffsets(Map.of(partition(0), 0L, partition(1), 0L, partition(2), 0L));
        consumer.updateEndOffsets(Map.of(partition(0), 3L, partition(1), 1L, partition(2), 0L));

        List<String> read = new ArrayList<>();
        try (KafkaTopicReader reader = new KafkaTopicReader(consumer, TOPIC, "somewhere")) {
            for (String place : List.of("0:0", "0:1", "0:2", "1:0")) {
                String[] parts = place.split(":");
                consumer.addRecord(new ConsumerRecord<>(
                        TOPIC, Integer.parseInt(parts[0]), Long.parseLong(parts[1]), "key", place));
            }
            for (KafkaTopicReader.Partition partition : reader.partitions()) {
                for (ConsumerRecord<String, String> one = partition.peek(); one != null; one = partition.peek()) {
                    read.add(one.value());
                    partition.next();
                }
            }
        }

        assertThat(read).containsExactly("0:0", "0:1", "0:2", "1:0");
    }

    private static PartitionInfo info(int number) {
        return new PartitionInfo(TOPIC, number, Node.noNode(), new Node[0], new Node[0]);
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }
}
