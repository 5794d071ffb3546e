package dev.accountfeed.sink;

import dev.accountfeed.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the topics are there. */
final class KafkaTopics {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);

    private final KafkaClients clients;
    private final Settings.Kafka settings;
    private boolean checked;

    KafkaTopics(KafkaClients clients, Settings.Kafka settings) {
        this.clients = clients;
        this.settings = settings;
    }

    /**
     * Makes those that are missing, if that is allowed.
     *
     * @throws SinkException with the command that makes them, if it is not
     */
    void ensure() throws SinkException, ExecutionException, InterruptedException {
        try (Admin admin = clients.admin()) {
            List<NewTopic> missing = new ArrayList<>();
            for (NewTopic topic : topics()) {
                if (!exists(admin, topic.name())) {
                    missing.add(topic);
                }
            }
            for (NewTopic topic : missing) {
                create(admin, topic, missing);
            }
            if (!checked) {
                ensureCommands(admin);
                warnOfPolicies(admin);
                checked = true;
            }
        }
    }

    /** Events do not wait for a topic that only brings commands. */
    private void ensureCommands(Admin admin) throws ExecutionException, InterruptedException {
        NewTopic topic = topic(settings.commandsTopic(), 1);
        try {
            if (!exists(admin, topic.name())) {
                create(admin, topic, List.of(topic));
            }
        } catch (SinkException e) {
            LOG.warn("Commands come over HTTP only: {}", e.getMessage());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicAuthorizationException)) {
                throw e;
            }
            LOG.warn("Commands come over HTTP only: the topic {} may not be seen", topic.name());
        }
    }

    private List<NewTopic> topics() {
        Map<String, String> compacted = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        return List.of(
                topic(settings.eventsTopic(), settings.partitions()),
                topic(settings.accountsTopic(), settings.partitions()).configs(compacted),
                topic(settings.positionsTopic(), 1).configs(compacted));
    }

    private NewTopic topic(String name, int partitions) {
        return new NewTopic(
                name,
                Optional.of(partitions),
                settings.replication() < 0 ? Optional.empty() : Optional.of(settings.replication()));
    }

    private static boolean exists(Admin admin, String topic) throws ExecutionException, InterruptedException {
        try {
            admin.describeTopics(Set.of(topic)).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                // The broker's own does not say which.
                throw new ExecutionException(new TopicAuthorizationException(Set.of(topic)));
            }
            throw e;
        }
    }

    private void create(Admin admin, NewTopic topic, List<NewTopic> missing)
            throws SinkException, ExecutionException, InterruptedException {
        String wanted = "the topic " + topic.name() + " is missing";
        if (!settings.createTopics()) {
            throw new SinkException(
                    wanted + ", and feed.kafka.topics.create is false; make it with: " + commands(missing),
                    new UnknownTopicOrPartitionException());
        }
        try {
            admin.createTopics(Set.of(topic)).all().get();
            LOG.info("Topic {} has been made", topic.name());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return;
            }
            if (e.getCause() instanceof KafkaException refused && !KafkaFailures.isUnreachable(refused)) {
                throw new SinkException(
                        wanted + " and may not be made (" + refused.getMessage() + "); make it with: "
                                + commands(missing),
                        e);
            }
            throw e;
        }
    }

    private String commands(List<NewTopic> missing) {
        return missing.stream().map(this::command).collect(Collectors.joining(" && "));
    }

    private String command(NewTopic topic) {
        StringBuilder command = new StringBuilder("kafka-topics --bootstrap-server ")
                .append(clients.brokers())
                .append(" --create --topic ")
                .append(topic.name())
                .append(" --partitions ")
                .append(topic.numPartitions());
        if (topic.replicationFactor() > 0) {
            command.append(" --replication-factor ").append(topic.replicationFactor());
        }
        if (topic.configs() != null) {
            command.append(" --config cleanup.policy=compact");
        }
        return command.toString();
    }

    /** Says which topics would lose what is sent to them. */
    private void warnOfPolicies(Admin admin) throws InterruptedException {
        List<ConfigResource> resources = topics().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        try {
            admin.describeConfigs(resources).all().get().forEach((resource, config) -> {
                var policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
                if (policy != null) {
                    warnOfPolicy(resource.name(), policy.value());
                }
            });
        } catch (ExecutionException e) {
            LOG.debug("The topics' settings may not be read", e);
        }
    }

    private void warnOfPolicy(String topic, String policy) {
        boolean events = topic.equals(settings.eventsTopic());
        // With "compact,delete", both happen: what has not changed for long is removed, and all but the last of a key.
        if (events && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            warn(topic, "is compacted: of each account it keeps the last event", TopicConfig.CLEANUP_POLICY_DELETE);
        } else if (!events && !policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            warn(topic, "is not compacted only: it will forget", TopicConfig.CLEANUP_POLICY_COMPACT);
        }
    }

    private void warn(String topic, String what, String policy) {
        LOG.warn(
                "Topic {} {}; mend it with: kafka-configs --bootstrap-server {} --alter --entity-type topics"
                        + " --entity-name {} --add-config cleanup.policy={}",
                topic,
                what,
                clients.brokers(),
                topic,
                policy);
    }
}
