package dev.accountfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.accountfeed.account.Json;
import dev.accountfeed.sandbox.Sandbox;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncApiIT {

    private final JsonNode document;
    private final String name = KafkaFeed.newName();

    @TempDir
    Path folder;

    AsyncApiIT() throws IOException {
        document = new YAMLMapper().readTree(new File("docs/asyncapi.yaml"));
    }

    @Test
    void everyRecordIsOneOfTheDescribedMessagesAndEveryMessageIsSent() throws Exception {
        String brokers = TestBroker.shared().address();
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC())) {
            String sources = "\n" + sandbox.sources(folder.resolve("secrets")).replace("every: 2s", "every: 500ms");
            try (KafkaFeed feed = KafkaFeed.start(folder, name, KafkaFeed.settings(name, brokers), sources)) {
                awaitType(feed, "discovered");
                sandbox.update("voximplant", "3456750", "{\"frozen\": true}");
                awaitType(feed, "updated");
                sandbox.remove("infobip", "02D7060AA84699271CD92369F2DEBABF");
                awaitType(feed, "deleted");
                int fault = sandbox.fault("infobip", "forbidden");
                awaitType(feed, "failing");
                sandbox.clearFault(fault);
                awaitType(feed, "recovered");
                feed.awaitDelivery();
                feed.main
                        .getCamelContext()
                        .createProducerTemplate()
                        .sendBody("direct:account-events-kafka-replay", feed.stored());
                sendExampleCommands(brokers);
            }
        }
        Set<String> used = new TreeSet<>();
        for (Map.Entry<String, JsonNode> channel : document.path("channels").properties()) {
            List<ConsumerRecord<String, String>> records = Reader.read(brokers, name + "-" + channel.getKey());
            for (ConsumerRecord<String, String> record : records) {
                used.add(message(channel.getValue(), record));
            }
        }
        assertThat(used).containsExactly("account", "accountChanged", "accountGone", "command", "sourceChanged");
    }

    private void sendExampleCommands(String brokers) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers), new StringSerializer(), new StringSerializer())) {
            for (JsonNode example : document.at("/components/messages/command/examples")) {
                String command = example.path("payload").toString();
                producer.send(new ProducerRecord<>(name + "-commands", command)).get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static void awaitType(KafkaFeed feed, String type) {
        await().atMost(Duration.ofSeconds(30)).until(() -> feed.stored().stream()
                .anyMatch(event -> event.json().contains("." + type + "\"")));
    }

    /** The name of the message that the record is. */
    private String message(JsonNode channel, ConsumerRecord<String, String> record) {
        List<String> found = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, JsonNode> message : channel.path("messages").properties()) {
            JsonNode described =
                    document.at(message.getValue().path("$ref").asText().substring(1));
            Set<ValidationMessage> problems =
                    new java.util.HashSet<>(validate(described.path("headers"), headers(record)));
            problems.addAll(validate(
                    described.path("payload"),
                    record.value() == null ? NullNode.getInstance() : Json.tree(record.value())));
            if (problems.isEmpty()) {
                found.add(message.getKey());
            } else {
                wrong.add(message.getKey() + ": " + problems);
            }
        }
        assertThat(found).as("%s is none of %s", record, wrong).hasSize(1);
        return found.get(0);
    }

    private static ObjectNode headers(ConsumerRecord<String, String> record) {
        ObjectNode headers = Json.MAPPER.createObjectNode();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    /** References are to the whole document, so that its components come along. */
    private Set<ValidationMessage> validate(JsonNode schema, JsonNode value) {
        if (schema.isMissingNode()) {
            return Set.of();
        }
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(whole)
                .validate(value);
    }

    @Test
    void topicsAreThoseOfTheSettings() throws Exception {
        String settings = java.nio.file.Files.readString(Path.of("config/application.properties"));
        assertThat(settings)
                .contains("feed.kafka.topic.events = "
                        + document.at("/channels/events/address").asText() + "\n")
                .contains("feed.kafka.topic.accounts = "
                        + document.at("/channels/accounts/address").asText() + "\n")
                .contains("feed.kafka.topic.commands = "
                        + document.at("/channels/commands/address").asText() + "\n");
    }
}
