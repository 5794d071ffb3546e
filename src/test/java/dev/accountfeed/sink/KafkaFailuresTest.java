package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.config.Settings;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaFailuresTest {

    private final KafkaFailures failures = new KafkaFailures(
            "broker:9092",
            new Settings.Kafka(false, "events", "accounts", "commands", "positions", "feed", true, 6, (short) -1));

    static Stream<Arguments> everyFailureIsToldWithTheSettingToLookAt() {
        return Stream.of(
                Arguments.of(new ConfigException("No resolvable bootstrap urls"), "camel.component.kafka.brokers"),
                Arguments.of(new TimeoutException("topic metadata"), "camel.component.kafka.brokers"),
                // As the producer's futures say it.
                Arguments.of(
                        new java.util.concurrent.TimeoutException("Timeout after waiting for 15000 ms."),
                        "camel.component.kafka.brokers"),
                Arguments.of(new SaslAuthenticationException("no"), "camel.component.kafka.saslJaasConfig"),
                Arguments.of(
                        new SslAuthenticationException("no", new javax.net.ssl.SSLHandshakeException("path")),
                        "camel.component.kafka.sslTruststoreLocation"),
                Arguments.of(new TopicAuthorizationException(Set.of("accounts")), "feed.kafka.topic."),
                Arguments.of(new TransactionalIdAuthorizationException("no"), "feed.kafka.transactional-id"),
                Arguments.of(new ProducerFencedException("no"), "feed.kafka.transactional-id"),
                Arguments.of(new RecordTooLargeException("no"), "camel.component.kafka.maxRequestSize"));
    }

    @ParameterizedTest
    @MethodSource
    void everyFailureIsToldWithTheSettingToLookAt(Exception failure, String setting) {
        for (Exception wrapped : new Exception[] {
            failure, new ExecutionException(failure), new KafkaException("Failed to construct", failure)
        }) {
            assertThat(failures.translate(wrapped)).hasMessageContaining(setting);
        }
    }
}
