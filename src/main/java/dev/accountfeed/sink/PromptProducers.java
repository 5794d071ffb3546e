package dev.accountfeed.sink;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Makes producers that tell in time what they cannot send.
 *
 * <p>What fails at once is thrown: Kafka's own hands out a future that has failed, and Camel goes on with the next
 * record of the batch; with brokers away that do not know a topic yet, each of thousands waits {@code max.block.ms}.
 * And no future is waited for longer than {@code delivery.timeout.ms}: in a transaction nothing expires while there is
 * no broker to ask for a partition to be added to it.
 */
public final class PromptProducers extends DefaultKafkaClientFactory {

    @Override
    @SuppressWarnings("unchecked") // the one interface that the proxy has
    public Producer<Object, Object> getProducer(Properties properties) {
        Producer<Object, Object> producer = new KafkaProducer<>(properties);
        long patience = patience(properties);
        return (Producer<Object, Object>) Proxy.newProxyInstance(
                PromptProducers.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                (proxy, method, arguments) -> call(producer, patience, method, arguments));
    }

    /**
     * Calls a producer's method, and throws what has failed by then.
     *
     * @param patience milliseconds that a record is waited for
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the caller casts it
    static @Nullable Object call(Producer<?, ?> producer, long patience, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            Object result = method.invoke(producer, arguments);
            if (!(result instanceof Future<?> sent)) {
                return result;
            }
            if (sent.isDone()) {
                sent.get();
            }
            return new Sent<>(sent, patience);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    /** How long a record of such a producer is waited for, in milliseconds. */
    static long patience(Properties properties) {
        return Long.parseLong(String.valueOf(properties.get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)));
    }

    /** A record on its way, which is waited for that long at most. */
    private record Sent<T>(Future<T> future, long patience) implements Future<T> {

        @Override
        public T get() throws InterruptedException, ExecutionException {
            try {
                return future.get(patience, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new ExecutionException(new org.apache.kafka.common.errors.TimeoutException(
                        "a record has not been taken for " + patience + " ms", e));
            }
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            return future.get(timeout, unit);
        }

        @Override
        public boolean isDone() {
            return future.isDone();
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return future.cancel(mayInterruptIfRunning);
        }

        @Override
        public boolean isCancelled() {
            return future.isCancelled();
        }
    }
}
