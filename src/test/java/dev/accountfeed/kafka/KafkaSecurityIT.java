package dev.accountfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.sandbox.KafkaBroker;
import dev.accountfeed.sink.RelayStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a broker that takes TLS and SCRAM only. */
class KafkaSecurityIT {

    private static final String PASSWORD = "correct-horse-battery";
    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    static Path secrets;

    @TempDir
    Path folder;

    private static KafkaBroker broker;

    private final String name = KafkaFeed.newName();

    @BeforeAll
    static void startBroker() throws Exception {
        keytool(
                "-genkeypair -alias broker -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -storetype PKCS12",
                "broker.p12");
        keytool("-exportcert -alias broker -file " + secrets.resolve("broker.crt"), "broker.p12");
        keytool(
                "-importcert -noprompt -alias broker -storetype PKCS12 -file " + secrets.resolve("broker.crt"),
                "trust.p12");
        Map<String, String> settings = new HashMap<>();
        String controller = "127.0.0.1:" + freePort();
        settings.put("listeners", "SASL_SSL://127.0.0.1:{port},CONTROLLER://" + controller);
        settings.put("controller.quorum.voters", "1@" + controller);
        settings.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "SASL_SSL");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
        settings.put("listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", jaas("admin", "admin-secret"));
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS;User:admin;User:feed");
        settings.put("ssl.keystore.location", secrets.resolve("broker.p12").toString());
        settings.put("ssl.keystore.password", STORE_PASSWORD);
        settings.put("ssl.truststore.location", secrets.resolve("trust.p12").toString());
        settings.put("ssl.truststore.password", STORE_PASSWORD);
        broker = TestBroker.start(
                settings,
                List.of(
                        "--add-scram",
                        "SCRAM-SHA-512=[name=admin,password=admin-secret]",
                        "--add-scram",
                        "SCRAM-SHA-512=[name=feed,password=" + PASSWORD + "]",
                        "--add-scram",
                        "SCRAM-SHA-512=[name=stranger,password=" + PASSWORD + "]"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static int freePort() throws Exception {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void keytool(String arguments, String store) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Duser.language=en",
                "-storepass",
                STORE_PASSWORD,
                "-keystore",
                secrets.resolve(store).toString()));
        command.addAll(List.of(arguments.split(" ")));
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(tool.getInputStream().readAllBytes());
        assertThat(tool.waitFor()).as(output).isZero();
    }

    private static String jaas(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    private Map<String, String> settings(String password) {
        Map<String, String> settings = KafkaFeed.settings(name, broker.address());
        settings.put("camel.component.kafka.securityProtocol", "SASL_SSL");
        settings.put("camel.component.kafka.saslMechanism", "SCRAM-SHA-512");
        settings.put("camel.component.kafka.saslJaasConfig", jaas("feed", password));
        settings.put(
                "camel.component.kafka.sslTruststoreLocation",
                secrets.resolve("trust.p12").toString());
        settings.put("camel.component.kafka.sslTruststorePassword", STORE_PASSWORD);
        settings.put("camel.component.kafka.sslTruststoreType", "PKCS12");
        return settings;
    }

    @Test
    void eventsArriveOverTlsWithScram() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings(PASSWORD))) {
            feed.change("s", "a");
            feed.awaitDelivery();
        }
        Map<String, Object> client = Map.of(
                "bootstrap.servers",
                broker.address(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                jaas("feed", PASSWORD),
                "ssl.truststore.location",
                secrets.resolve("trust.p12").toString(),
                "ssl.truststore.password",
                STORE_PASSWORD);
        assertThat(Reader.read(client, name + "-events", new StringDeserializer()))
                .hasSize(1);
    }

    @Test
    void aWrongPasswordIsToldWithTheSettingsAndNeverWithItself() throws Exception {
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings("hunter2-wrong"))) {
            feed.change("s", "a");
            await().atMost(Duration.ofSeconds(30)).until(() -> feed.status().state() == State.failing);
            assertThat(feed.status().lastError())
                    .contains("credentials", "camel.component.kafka.saslJaasConfig")
                    .doesNotContain("hunter2");
            assertThat(feed.status().lag()).isEqualTo(1);
        }
    }

    @Test
    void aTopicThatTheUserMayNotUseIsNamed() throws Exception {
        Map<String, String> settings = settings(PASSWORD);
        settings.put("camel.component.kafka.saslJaasConfig", jaas("stranger", PASSWORD));
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> feed.status().state() == State.failing);
            assertThat(feed.status().lastError()).contains("may not use the topics [" + name + "-events]");
        }
    }

    @Test
    void aBrokerThatIsNotTrustedIsToldWithTheSetting() throws Exception {
        Map<String, String> settings = settings(PASSWORD);
        settings.keySet().removeIf(key -> key.contains("sslTruststore"));
        try (KafkaFeed feed = KafkaFeed.start(folder, name, settings)) {
            feed.change("s", "a");
            await().atMost(Duration.ofSeconds(30)).until(() -> feed.status().state() == State.failing);
            assertThat(feed.status().lastError())
                    .contains("TLS handshake", "camel.component.kafka.sslTruststoreLocation");
        }
    }
}
