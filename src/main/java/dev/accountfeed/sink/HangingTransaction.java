package dev.accountfeed.sink;

import dev.accountfeed.config.Settings;
import dev.accountfeed.event.StoredEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction of the feed that has ended for the brokers, and is open still in partitions.
 *
 * <p>Nobody who reads what is committed gets past it, the feed itself neither, and no time ends it (KIP-664 calls it
 * hanging). Brokers leave one where a partition has no leader while its transaction ends, as when a lone broker starts
 * again after it was killed (KAFKA-20734).
 */
final class HangingTransaction {

    private static final Logger LOG = LoggerFactory.getLogger(HangingTransaction.class);
    private static final String HELP = "; see \"A transaction that hangs\" in docs/operations.md";

    private final KafkaClients clients;
    private final Settings.Kafka settings;
    private final KafkaRecords records;

    HangingTransaction(KafkaClients clients, Settings.Kafka settings, KafkaRecords records) {
        this.clients = clients;
        this.settings = settings;
        this.records = records;
    }

    /**
     * Ends it as if it had not been, if nothing of it can be seen; without one it does nothing.
     *
     * <p>For who has just taken the transactional id: none of the feed's transactions is under way then.
     *
     * @param events that it was to bring
     * @throws SinkException if some of it can be seen, or the feed's user may not end it
     */
    void end(List<StoredEvent> events) throws IOException, ExecutionException, InterruptedException {
        try (Admin admin = clients.admin()) {
            Map<String, Integer> topics = partitions(admin);
            Map<TopicPartition, ProducerState> open = open(admin, topics);
            if (open.keySet().stream().noneMatch(partition -> partition.topic().equals(settings.positionsTopic()))) {
                return;
            }
            String what = "a transaction of this feed has ended for the brokers and is open still in "
                    + open.entrySet().stream()
                            .map(e -> e.getKey() + " from offset "
                                    + e.getValue()
                                            .currentTransactionStartOffset()
                                            .orElse(0))
                            .collect(Collectors.joining(", "));
            if (!open.keySet().containsAll(partitions(events, topics))) {
                throw new SinkException(what + ", while some of its events can be seen" + HELP);
            }
            for (Map.Entry<TopicPartition, ProducerState> hanging : open.entrySet()) {
                abort(admin, hanging.getKey(), hanging.getValue(), what);
            }
            LOG.warn("{}; it has been aborted, since nothing of it could be seen, and its events are sent again", what);
        }
    }

    /** How many partitions each of the feed's topics has. */
    private Map<String, Integer> partitions(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, Integer> partitions = new TreeMap<>();
        admin.describeTopics(Set.of(settings.eventsTopic(), settings.accountsTopic(), settings.positionsTopic()))
                .allTopicNames()
                .get()
                .forEach((topic, described) ->
                        partitions.put(topic, described.partitions().size()));
        return partitions;
    }

    /** What the feed's producer before this one has open. */
    private Map<TopicPartition, ProducerState> open(Admin admin, Map<String, Integer> topics)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, ProducerState> open =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        Set<TopicPartition> all = new HashSet<>();
        topics.forEach((topic, count) ->
                IntStream.range(0, count).forEach(partition -> all.add(new TopicPartition(topic, partition))));
        String id = settings.transactionalId();
        try {
            TransactionDescription ours =
                    admin.describeTransactions(Set.of(id)).description(id).get();
            admin.describeProducers(all).all().get().forEach((partition, producers) -> producers
                    .activeProducers()
                    .forEach(producer -> {
                        // Another instance that has taken the id since has the next epoch.
                        if (producer.producerId() == ours.producerId()
                                && producer.producerEpoch() < ours.producerEpoch()
                                && producer.currentTransactionStartOffset().isPresent()) {
                            open.put(partition, producer);
                        }
                    }));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException
                    || e.getCause() instanceof UnsupportedVersionException)) {
                throw e;
            }
            LOG.debug("Whether a transaction hangs cannot be seen", e);
        }
        return open;
    }

    /** Where the producer puts the records of these events. */
    private Set<TopicPartition> partitions(List<StoredEvent> events, Map<String, Integer> topics) throws IOException {
        Set<TopicPartition> partitions = new HashSet<>();
        for (Message record : records.of(events)) {
            String topic = record.getHeader(KafkaConstants.OVERRIDE_TOPIC, String.class);
            String key = record.getHeader(KafkaConstants.KEY, String.class);
            partitions.add(new TopicPartition(
                    topic,
                    BuiltInPartitioner.partitionForKey(
                            key.getBytes(StandardCharsets.UTF_8), Objects.requireNonNull(topics.get(topic)))));
        }
        return partitions;
    }

    private static void abort(Admin admin, TopicPartition partition, ProducerState producer, String what)
            throws IOException, ExecutionException, InterruptedException {
        try {
            admin.abortTransaction(new AbortTransactionSpec(
                            partition,
                            producer.producerId(),
                            (short) producer.producerEpoch(),
                            producer.coordinatorEpoch().orElse(0)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                throw new SinkException(what + ", and the feed's user may not alter the cluster to end it" + HELP, e);
            }
            throw e;
        }
    }
}
