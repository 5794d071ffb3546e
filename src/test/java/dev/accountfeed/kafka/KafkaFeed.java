package dev.accountfeed.kafka;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.Op;
import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.sink.Relay;
import dev.accountfeed.sink.RelayStatus;
import dev.accountfeed.source.Poller;
import dev.accountfeed.state.AccountState;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.EventLog;
import dev.accountfeed.state.Samples;
import dev.accountfeed.state.StateChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.main.Main;

/** The whole feed within a test, with the Kafka sink, without sources: the test stores what a poll would. */
final class KafkaFeed implements AutoCloseable {

    final Main main = new Main();
    final String name;

    private KafkaFeed(String name) {
        this.name = name;
    }

    /** A name, and so topics, that no other test has. */
    static String newName() {
        return "feed-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** The settings of a feed with topics of its own. */
    static Map<String, String> settings(String name, String brokers) {
        Map<String, String> settings = new HashMap<>();
        settings.put("feed.name", name);
        settings.put("feed.sinks", "kafka");
        settings.put("feed.kafka.topic.events", name + "-events");
        settings.put("feed.kafka.topic.accounts", name + "-accounts");
        settings.put("feed.kafka.topic.positions", name + "-positions");
        settings.put("feed.kafka.topic.commands", name + "-commands");
        settings.put("feed.kafka.topics.partitions", "3");
        settings.put("camel.component.kafka.brokers", brokers);
        return settings;
    }

    static KafkaFeed start(Path folder, String name, String brokers) throws IOException {
        return start(folder, name, settings(name, brokers));
    }

    static KafkaFeed start(Path folder, String name, Map<String, String> settings) throws IOException {
        return start(folder, name, settings, "[]");
    }

    /** With an inventory: then it polls. */
    static KafkaFeed start(Path folder, String name, Map<String, String> settings, String sources) throws IOException {
        KafkaFeed feed = new KafkaFeed(name);
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("sources.yaml"), "sources: " + sources + "\n");
        Files.copy(
                Path.of("config/application.properties"),
                config.resolve("application.properties"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        feed.main.setDefaultPropertyPlaceholderLocation("file:" + config.resolve("application.properties"));
        feed.main.addOverrideProperty("feed.config", config.toString());
        feed.main.addOverrideProperty(
                "feed.routes", Path.of("routes").toAbsolutePath().toString());
        feed.main.addOverrideProperty("feed.data", folder.resolve("data").toString());
        feed.main.addOverrideProperty("camel.management.enabled", "false");
        feed.main.addOverrideProperty("camel.server.enabled", "false");
        settings.forEach(feed.main::addOverrideProperty);
        feed.main.start();
        return feed;
    }

    private <T> T bean(String bean, Class<T> type) {
        return main.getCamelContext().getRegistry().lookupByNameAndType(bean, type);
    }

    AccountStateRepository states() {
        return bean("states", AccountStateRepository.class);
    }

    Poller poller() {
        return bean("poller", Poller.class);
    }

    EventLog log() {
        return bean("eventLog", EventLog.class);
    }

    List<StoredEvent> stored() {
        return log().after(0, 1_000_000);
    }

    RelayStatus status() {
        return bean("kafkaRelay", Relay.class).status();
    }

    /** The next revision of an account. */
    void change(String source, String account) {
        Samples.change(states(), source, account);
    }

    void delete(String source, String account) {
        AccountState known = states().find(source, List.of(account)).get(account);
        long revision = known.revision() + 1;
        states().store(new StateChange(
                source,
                List.of(new AccountState(known.row(), account, known.scope(), revision, null, null, 0, null)),
                List.of(new FeedEvent.OfAccount(
                        source,
                        Samples.TIME,
                        account,
                        revision,
                        new AccountChange(
                                Op.d, JsonNodeFactory.instance.objectNode().put("n", revision - 1), null, List.of()),
                        "schedule")),
                null));
    }

    void fail(String source) {
        states().store(new StateChange(
                source,
                List.of(),
                List.of(new FeedEvent.OfSource(source, Samples.TIME, true, "timeout", Samples.TIME, 3)),
                null));
    }

    /** Until everything that is stored has arrived: a relay that has failed waits for up to half a minute, each time. */
    void awaitDelivery() {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(this::status, status -> status.state() == RelayStatus.State.running && status.lag() == 0);
    }

    @Override
    public void close() {
        main.stop();
    }
}
