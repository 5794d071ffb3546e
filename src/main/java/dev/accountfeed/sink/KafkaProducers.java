package dev.accountfeed.sink;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sink route's producer, which begins when the relay says so and not when the route starts.
 *
 * <p>Camel would take the transactional id while it starts the route: with the brokers away the whole application would
 * not start, and an instance that has no business there would end the one that has.
 */
public final class KafkaProducers extends DefaultKafkaClientFactory {

    /** The client itself would wait without end for brokers that are away. */
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private @Nullable Properties properties;
    private @Nullable Producer<Object, Object> producer;
    private volatile long patience;

    @Override
    public synchronized Producer<Object, Object> getProducer(Properties producerProperties) {
        properties = producerProperties;
        patience = PromptProducers.patience(producerProperties);
        return (Producer<Object, Object>) Proxy.newProxyInstance(
                KafkaProducers.class.getClassLoader(), new Class<?>[] {Producer.class}, this::call);
    }

    /** Ends the producer before, if there is one, and takes the transactional id: what was under way has ended then. */
    synchronized void begin() {
        end();
        if (properties == null) {
            throw new IllegalStateException("the route " + KafkaSink.ROUTE + " is not there");
        }
        Producer<Object, Object> begun = new KafkaProducer<>(properties);
        producer = begun;
        begun.initTransactions();
    }

    /** Ends the producer; what it has not committed never arrives. */
    synchronized void end() {
        if (producer != null) {
            producer.close(CLOSE);
            producer = null;
        }
    }

    private @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "initTransactions" -> null;
            // To abort would wait again for brokers that are away: the end, or the beginning of the next, aborts too.
            case "abortTransaction", "close" -> {
                end();
                yield null;
            }
            case "toString" -> "KafkaProducers";
            default -> PromptProducers.call(current(), patience, method, arguments);
        };
    }

    private synchronized Producer<Object, Object> current() {
        if (producer == null) {
            // The route is another than before, or has closed the producer after a failure.
            throw new IllegalStateException("the producer has not begun");
        }
        return producer;
    }
}
