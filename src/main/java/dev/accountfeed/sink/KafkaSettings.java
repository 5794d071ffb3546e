package dev.accountfeed.sink;

/**
 * What the Kafka sink needs besides Camel's component.
 *
 * @param structured whether events are structured rather than binary CloudEvents
 * @param transactionalId of the producer; also the key of the feed's position record
 * @param createTopics whether missing topics are made
 * @param partitions of the topics that are made
 * @param replication of the topics that are made; -1 for the broker's own default
 */
public record KafkaSettings(
        boolean structured,
        String eventsTopic,
        String accountsTopic,
        String positionsTopic,
        String transactionalId,
        boolean createTopics,
        int partitions,
        short replication) {}
