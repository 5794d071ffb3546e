package dev.accountfeed.sink;

import java.time.Duration;
import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Makes the producers of Camel's Kafka component so that a broker that is away cannot hold up their end. */
public final class KafkaProducers extends DefaultKafkaClientFactory {

    private static final Duration CLOSE = Duration.ofSeconds(2);

    @Override
    @SuppressWarnings("rawtypes") // Camel's
    public Producer getProducer(Properties properties) {
        boolean transactional = properties.containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        Prompt producer = new Prompt(properties, transactional);
        try {
            producer.begin();
            return producer;
        } catch (RuntimeException e) {
            // Camel would keep a producer that could not begin, and never close it.
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** Camel closes without a time limit, and the client then waits until it has aborted its transaction. */
    private static final class Prompt extends KafkaProducer<Object, Object> {

        private final boolean transactional;

        Prompt(Properties properties, boolean transactional) {
            super(properties);
            this.transactional = transactional;
        }

        void begin() {
            if (transactional) {
                super.initTransactions();
            }
        }

        /** Done before Camel has it. */
        @Override
        public void initTransactions() {}

        @Override
        public void close() {
            close(CLOSE);
        }
    }
}
