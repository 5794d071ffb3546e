package dev.accountfeed.sink;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Makes producers that throw at once what they cannot send.
 *
 * <p>Kafka's own hands out a future that has failed, and Camel goes on with the next record of the batch: with brokers
 * away that do not know a topic yet, each of thousands waits {@code max.block.ms}, and nobody is told for hours.
 */
public final class PromptProducers extends DefaultKafkaClientFactory {

    @Override
    @SuppressWarnings("unchecked") // the one interface that the proxy has
    public Producer<Object, Object> getProducer(Properties properties) {
        Producer<Object, Object> producer = new KafkaProducer<>(properties);
        return (Producer<Object, Object>) Proxy.newProxyInstance(
                PromptProducers.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                (proxy, method, arguments) -> call(producer, method, arguments));
    }

    /** Calls a producer's method, and throws what has failed by then. */
    static @Nullable Object call(Producer<?, ?> producer, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            Object result = method.invoke(producer, arguments);
            if (result instanceof Future<?> sent && sent.isDone()) {
                sent.get();
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }
}
