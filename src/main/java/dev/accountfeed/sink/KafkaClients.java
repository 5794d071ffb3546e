package dev.accountfeed.sink;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Clients that reach the brokers as Camel's component does: {@code camel.component.kafka.*} is all there is to set. */
final class KafkaClients {

    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final CamelContext context;

    KafkaClients(CamelContext context) {
        this.context = context;
    }

    /** How long a call may take. */
    static Duration patience() {
        return PATIENCE;
    }

    String brokers() {
        return String.valueOf(configuration().getBrokers());
    }

    Admin admin() {
        Properties properties = common();
        properties.keySet().retainAll(AdminClientConfig.configNames());
        return Admin.create(properties);
    }

    /** A reader without a group. */
    Consumer<String, String> consumer(IsolationLevel isolation) {
        Properties properties = common();
        properties.putAll(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"));
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    private Properties common() {
        KafkaConfiguration configuration = configuration();
        Properties properties = configuration.createConsumerProperties();
        properties.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        properties.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return properties;
    }

    private KafkaConfiguration configuration() {
        // A copy: to make properties of it changes it where saslAuthType is used.
        return context.getComponent("kafka", KafkaComponent.class)
                .getConfiguration()
                .copy();
    }
}
