package dev.accountfeed.sink;

import org.apache.camel.CamelContext;

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
        short replication) {

    /** {@code feed.kafka.*} */
    public static KafkaSettings of(CamelContext context) {
        String transactionalId = setting(context, "feed.kafka.transactional-id", "");
        return new KafkaSettings(
                setting(context, "feed.kafka.content-mode", "binary").equals("structured"),
                setting(context, "feed.kafka.topic.events", "account-events"),
                setting(context, "feed.kafka.topic.accounts", "accounts"),
                setting(context, "feed.kafka.topic.positions", "account-feed-positions"),
                transactionalId.isEmpty() ? setting(context, "feed.name", "account-feed") : transactionalId,
                Boolean.parseBoolean(setting(context, "feed.kafka.topics.create", "true")),
                Integer.parseInt(setting(context, "feed.kafka.topics.partitions", "6")),
                Short.parseShort(setting(context, "feed.kafka.topics.replication", "-1")));
    }

    private static String setting(CamelContext context, String name, String otherwise) {
        return context.getPropertiesComponent().resolveProperty(name).orElse(otherwise);
    }
}
