package dev.accountfeed.sink;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads the feed's position record. */
final class KafkaPositions {

    private static final long FIRST_LOOK = 200;

    private final KafkaClients clients;
    private final String topic;
    private final String key;

    KafkaPositions(KafkaClients clients, String topic, String key) {
        this.clients = clients;
        this.topic = topic;
        this.key = key;
    }

    /** What is committed now; a transaction under way, whose end may never come, is not waited for. */
    Optional<KafkaPosition> committed() throws IOException, ExecutionException, InterruptedException {
        return last(IsolationLevel.READ_COMMITTED, IsolationLevel.READ_COMMITTED);
    }

    /** What is committed, once every transaction has ended that is under way now. */
    Optional<KafkaPosition> settled() throws IOException, ExecutionException, InterruptedException {
        return last(IsolationLevel.READ_UNCOMMITTED, IsolationLevel.READ_COMMITTED);
    }

    /** What was written last, whether it is committed or not. */
    Optional<KafkaPosition> written() throws IOException, ExecutionException, InterruptedException {
        return last(IsolationLevel.READ_UNCOMMITTED, IsolationLevel.READ_UNCOMMITTED);
    }

    private Optional<KafkaPosition> last(IsolationLevel upTo, IsolationLevel seen)
            throws IOException, ExecutionException, InterruptedException {
        try (Consumer<String, String> consumer = clients.consumer(seen)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                return Optional.empty(); // there is no such topic yet
            }
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = ends(partitions, upTo);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            // From the end backwards in growing steps: the topic is compacted now and then only.
            for (long look = FIRST_LOOK; ; look *= 10) {
                boolean all = true;
                for (TopicPartition partition : partitions) {
                    long beginning = beginnings.getOrDefault(partition, 0L);
                    long from = Math.max(beginning, ends.getOrDefault(partition, 0L) - look);
                    all &= from == beginning;
                    consumer.seek(partition, from);
                }
                Optional<KafkaPosition> found = furthest(read(consumer, ends));
                if (found.isPresent()) {
                    return found;
                }
                if (all) {
                    return Optional.empty();
                }
            }
        }
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel upTo)
            throws ExecutionException, InterruptedException {
        try (Admin admin = clients.admin()) {
            return admin
                    .listOffsets(
                            partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())),
                            new ListOffsetsOptions(upTo))
                    .all()
                    .get()
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, e -> e.getValue().offset()));
        }
    }

    /** Of a topic that got more partitions, the one that the record went to before keeps an old one for ever. */
    private static Optional<KafkaPosition> furthest(Collection<ConsumerRecord<String, String>> records)
            throws IOException {
        KafkaPosition furthest = null;
        // Of two with one sequence, the later one tells which instance has it.
        for (ConsumerRecord<String, String> record : records.stream()
                .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                .toList()) {
            KafkaPosition position = KafkaPosition.of(record.value());
            if (furthest == null
                    || position.last().sequence() >= furthest.last().sequence()) {
                furthest = position;
            }
        }
        return Optional.ofNullable(furthest);
    }

    /** The last record of the feed in each partition that has one. */
    private Collection<ConsumerRecord<String, String>> read(
            Consumer<String, String> consumer, Map<TopicPartition, Long> ends) throws OpenTransactionException {
        long deadline = System.nanoTime() + KafkaClients.patience().toNanos();
        Map<Integer, ConsumerRecord<String, String>> last = new HashMap<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new OpenTransactionException(topic);
            }
            for (ConsumerRecord<String, String> record : consumer.poll(java.time.Duration.ofMillis(200))) {
                if (key.equals(record.key()) && record.value() != null) {
                    last.put(record.partition(), record);
                }
            }
        }
        return last.values();
    }

    /** The brokers answer, and do not show the topic's end. */
    static final class OpenTransactionException extends SinkException {

        private static final long serialVersionUID = 1;

        OpenTransactionException(String topic) {
            super("the topic " + topic + " cannot be read to its end: a transaction is open in it, or nobody leads it");
        }
    }
}
