package dev.accountfeed.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.config.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Proves what a {@code read_committed} reader of the topics sees. */
public final class KafkaVerifier {

    private final KafkaClients clients;
    private final Settings.Kafka settings;
    private final Consumer<String> output;
    private long problems;

    /** @param output gets one line for each problem: its place, and what is wrong */
    public KafkaVerifier(CamelContext context, Settings.Kafka settings, Consumer<String> output) {
        this.settings = settings;
        this.output = output;
        clients = new KafkaClients(context);
    }

    /** Reads the topic of events, then that of accounts, which has to hold the last of each account and nothing else. */
    public FeedVerifier.Summary verify() throws IOException {
        try {
            FeedVerifier events = new FeedVerifier(output);
            try (KafkaTopicReader reader = new KafkaTopicReader(clients, settings.eventsTopic())) {
                if (reader.trimmed()) {
                    events.joinedLate();
                }
                verifyEvents(reader, events);
            }
            try (KafkaTopicReader reader = new KafkaTopicReader(clients, settings.accountsTopic())) {
                verifyAccounts(reader, events);
            }
            FeedVerifier.Summary summary = events.summary();
            return new FeedVerifier.Summary(summary.events(), summary.accounts(), summary.problems() + problems);
        } catch (KafkaException e) {
            throw new KafkaFailures(clients.brokers(), settings).translate(e);
        }
    }

    // The feed's order is lost over partitions: the smallest sequence comes first, and one that is not in order
    // within its partition stays so.
    private void verifyEvents(KafkaTopicReader reader, FeedVerifier events) {
        for (KafkaTopicReader.Partition next = smallest(reader); next != null; next = smallest(reader)) {
            ConsumerRecord<String, String> record = next.peek();
            if (record != null && record.value() == null) {
                problem(record, "no event: the record has no value");
            } else if (record != null && record.headers().lastHeader("replay") == null) {
                checkKey(record);
                events.accept(place(record), structured(record));
            }
            next.next();
        }
    }

    private static KafkaTopicReader.@Nullable Partition smallest(KafkaTopicReader reader) {
        KafkaTopicReader.Partition smallest = null;
        String first = "";
        for (KafkaTopicReader.Partition partition : reader.partitions()) {
            ConsumerRecord<String, String> record = partition.peek();
            if (record != null) {
                String sequence = attribute(record, "sequence");
                if (smallest == null || sequence.compareTo(first) < 0) {
                    smallest = partition;
                    first = sequence;
                }
            }
        }
        return smallest;
    }

    private void checkKey(ConsumerRecord<String, String> record) {
        String key = attribute(record, "partitionkey");
        if (!key.equals(record.key())) {
            problem(record, "the key is " + record.key() + ", not " + key);
        }
    }

    private void verifyAccounts(KafkaTopicReader reader, FeedVerifier events) {
        FeedVerifier.Accounts accounts = events.accounts();
        // The feed may have gone on since the events were read.
        Set<String> newer = new HashSet<>();
        for (KafkaTopicReader.Partition partition : reader.partitions()) {
            for (ConsumerRecord<String, String> record = partition.peek(); record != null; record = partition.peek()) {
                long at = sequence(record);
                if (at > events.sequence()) {
                    newer.add(record.key());
                }
                try {
                    accounts.put(record.key(), at, record.value() == null ? null : Json.tree(record.value()));
                } catch (RuntimeException e) {
                    problem(record, "no account: " + e.getMessage());
                }
                partition.next();
            }
        }
        accounts.wrong().stream().filter(key -> !newer.contains(key)).forEach(key -> {
            problems++;
            output.accept(settings.accountsTopic() + ": " + key + " is not as its last event left it");
        });
    }

    private static long sequence(ConsumerRecord<String, String> record) {
        try {
            return EventLine.sequence(attribute(record, "sequence"));
        } catch (IOException e) {
            return 0;
        }
    }

    private void problem(ConsumerRecord<String, String> record, String what) {
        problems++;
        output.accept(place(record) + ": " + what);
    }

    private static String place(ConsumerRecord<String, String> record) {
        return record.topic() + "/" + record.partition() + ":" + record.offset();
    }

    private static boolean isStructured(ConsumerRecord<String, String> record) {
        return header(record, KafkaRecords.CONTENT_TYPE).startsWith("application/cloudevents");
    }

    private static String attribute(ConsumerRecord<String, String> record, String name) {
        if (!isStructured(record)) {
            return header(record, KafkaRecords.PREFIX + name);
        }
        try {
            return Json.tree(record.value()).path(name).asText();
        } catch (RuntimeException e) {
            return "";
        }
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : text(header);
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The event in one piece, as the other sinks have it. */
    private static String structured(ConsumerRecord<String, String> record) {
        if (isStructured(record)) {
            return record.value();
        }
        ObjectNode event = Json.MAPPER.createObjectNode();
        for (Header header : record.headers()) {
            if (header.key().startsWith(KafkaRecords.PREFIX)) {
                event.put(header.key().substring(KafkaRecords.PREFIX.length()), text(header));
            }
        }
        try {
            JsonNode data = Json.tree(record.value());
            return Json.text(event.<ObjectNode>set("data", data));
        } catch (RuntimeException e) {
            return record.value();
        }
    }
}
