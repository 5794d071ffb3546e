package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accountfeed.RunningFeed;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PromptProducersTest {

    @Test
    void whatCannotBeSentIsThrownAndNotHandedOutAsAFuture() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", "127.0.0.1:" + RunningFeed.freePort());
        properties.put("key.serializer", StringSerializer.class.getName());
        properties.put("value.serializer", StringSerializer.class.getName());
        properties.put("max.block.ms", 100);
        properties.put("delivery.timeout.ms", "120000");
        Producer<Object, Object> producer = new PromptProducers().getProducer(properties);
        try {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("events", "key", "value")))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("events");
        } finally {
            producer.close(Duration.ZERO);
        }
    }
}
