package dev.accountfeed.sink;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Reads a topic from its beginning to what is its end now, each partition in its order, as a read_committed reader. */
final class KafkaTopicReader implements AutoCloseable {

    private final String topic;
    private final Consumer<String, String> consumer;
    private final List<Partition> partitions = new ArrayList<>();

    KafkaTopicReader(KafkaClients clients, String topic) throws SinkException {
        this(clients.consumer(IsolationLevel.READ_COMMITTED), topic, clients.brokers());
    }

    KafkaTopicReader(Consumer<String, String> consumer, String topic, String brokers) throws SinkException {
        this.topic = topic;
        this.consumer = consumer;
        List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                // Records are put where their partition's number says, and brokers may name partitions in any order.
                .sorted(Comparator.comparingInt(PartitionInfo::partition))
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (all.isEmpty()) {
            consumer.close();
            throw new SinkException(
                    "there is no topic " + topic + " at " + brokers
                            + "; see feed.kafka.topic.* in application.properties",
                    new UnknownTopicOrPartitionException(topic));
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        consumer.assign(all);
        consumer.seekToBeginning(all);
        all.forEach(partition -> partitions.add(new Partition(partition, ends.getOrDefault(partition, 0L))));
    }

    /** Whether the oldest records are gone. */
    boolean trimmed() {
        return consumer.beginningOffsets(consumer.assignment()).values().stream()
                .anyMatch(offset -> offset > 0);
    }

    List<Partition> partitions() {
        return partitions;
    }

    /** Fetches until the partition has a record to show, or none is left. */
    private void fill(Partition wanted) {
        long deadline = System.nanoTime() + KafkaClients.patience().toNanos();
        while (wanted.waiting.isEmpty() && consumer.position(wanted.id) < wanted.end) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the topic " + topic + " could not be read to its end");
            }
            // Those that have enough wait, so that memory does not grow with the topic.
            Set<TopicPartition> full = new HashSet<>();
            for (Partition partition : partitions) {
                if (!partition.waiting.isEmpty()) {
                    full.add(partition.id);
                }
            }
            consumer.resume(consumer.paused());
            consumer.pause(full);
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                partitions.get(record.partition()).add(record);
                deadline = System.nanoTime() + KafkaClients.patience().toNanos();
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** One partition's records, in order. */
    final class Partition {
        private final TopicPartition id;
        private final long end;
        private final Queue<ConsumerRecord<String, String>> waiting = new ArrayDeque<>();

        Partition(TopicPartition id, long end) {
            this.id = id;
            this.end = end;
        }

        private void add(ConsumerRecord<String, String> record) {
            if (record.offset() < end) {
                waiting.add(record);
            }
        }

        /** The next record; null at the end. */
        @Nullable
        ConsumerRecord<String, String> peek() {
            fill(this);
            return waiting.peek();
        }

        void next() {
            waiting.poll();
        }
    }
}
