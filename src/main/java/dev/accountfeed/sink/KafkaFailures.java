package dev.accountfeed.sink;

import dev.accountfeed.config.Settings;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Says in words what Kafka's exceptions mean, and which setting has to do with it. */
final class KafkaFailures {

    private final String brokers;
    private final Settings.Kafka settings;

    KafkaFailures(String brokers, Settings.Kafka settings) {
        this.brokers = brokers;
        this.settings = settings;
    }

    /** Whether no broker has answered, so that nothing is said about what was asked. */
    static boolean isUnreachable(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof java.util.concurrent.TimeoutException
                || failure instanceof DisconnectException;
    }

    SinkException translate(Throwable failure) {
        Throwable telling = failure;
        int best = 0;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SinkException known) {
                return known;
            }
            if (tells(cause) > best) {
                telling = cause;
                best = tells(cause);
            }
        }
        return new SinkException(words(telling), failure);
    }

    /** A time that is up tells less than what took so long; what lies below one of Kafka's is its detail. */
    private static int tells(Throwable cause) {
        if (cause instanceof ExecutionException || cause.getClass() == KafkaException.class) {
            return 0;
        }
        return isUnreachable(cause) ? 1 : cause instanceof KafkaException ? 3 : 2;
    }

    private String words(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (failure instanceof ConfigException && message.contains("bootstrap")) {
            return "none of the brokers " + brokers + " (camel.component.kafka.brokers) can be found: " + message;
        } else if (failure instanceof ConfigException) {
            return "a Kafka setting is wrong, see camel.component.kafka.*: " + message;
        } else if (failure instanceof SslAuthenticationException || failure instanceof javax.net.ssl.SSLException) {
            return "the TLS handshake with " + brokers + " failed (" + message
                    + "); see camel.component.kafka.securityProtocol and camel.component.kafka.sslTruststoreLocation";
        } else if (failure instanceof AuthenticationException) {
            return "the broker does not accept the credentials (" + message
                    + "); see camel.component.kafka.saslMechanism and camel.component.kafka.saslJaasConfig";
        } else if (failure instanceof TopicAuthorizationException denied) {
            return "the user may not use the topics " + denied.unauthorizedTopics()
                    + "; allow it, or set others as feed.kafka.topic.*";
        } else if (failure instanceof TransactionalIdAuthorizationException) {
            return "the user may not use the transactional id " + settings.transactionalId()
                    + "; allow it, or set another as feed.kafka.transactional-id";
        } else if (failure instanceof ClusterAuthorizationException || failure instanceof AuthorizationException) {
            return "the user lacks a permission: " + message;
        } else if (failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException) {
            return "a record is too large (" + message + "); raise camel.component.kafka.maxRequestSize, and"
                    + " max.message.bytes of the topics " + settings.eventsTopic() + " and "
                    + settings.accountsTopic();
        } else if (failure instanceof ProducerFencedException || failure instanceof InvalidProducerEpochException) {
            return "the transactional id " + settings.transactionalId()
                    + " (feed.kafka.transactional-id) was taken by another producer";
        } else if (failure instanceof UnsupportedVersionException) {
            return "the broker at " + brokers + " is too old: " + message;
        } else if (isUnreachable(failure)) {
            return "no answer from the brokers at " + brokers + " (camel.component.kafka.brokers): " + message;
        }
        return message;
    }
}
