package dev.accountfeed.sink;

import dev.accountfeed.config.Settings;
import dev.accountfeed.event.EventParts;
import dev.accountfeed.event.StoredEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/** Events as Kafka records, in the CloudEvents binding. */
final class KafkaRecords {

    static final String ACCOUNT_SCHEMA = "urn:accountfeed:account:1.0";
    static final String STRUCTURED_TYPE = "application/cloudevents+json";
    static final String CONTENT_TYPE = "content-type";
    static final String PREFIX = "ce_";

    private final CamelContext context;
    private final Settings.Kafka settings;

    KafkaRecords(CamelContext context, Settings.Kafka settings) {
        this.context = context;
        this.settings = settings;
    }

    /** Each event, and behind it the account that it leads to. */
    List<Message> of(List<StoredEvent> events) throws IOException {
        List<Message> records = new ArrayList<>(2 * events.size() + 1);
        for (StoredEvent event : events) {
            EventParts parts = EventParts.of(event.json());
            records.add(event(parts, event));
            if (parts.op() != null) {
                records.add(account(parts));
            }
        }
        return records;
    }

    /** The account as the event leaves it. */
    Message account(EventParts parts) throws IOException {
        return binary(
                settings.accountsTopic(),
                parts.attribute("partitionkey"),
                parts.attributes(),
                parts.after(),
                ACCOUNT_SCHEMA);
    }

    /** The events once more, marked; without the accounts, which are further on by now. */
    List<Message> again(List<StoredEvent> events) throws IOException {
        List<Message> records = new ArrayList<>(events.size());
        for (StoredEvent event : events) {
            Message record = event(EventParts.of(event.json()), event);
            record.setHeader("replay", "true");
            records.add(record);
        }
        return records;
    }

    private Message event(EventParts parts, StoredEvent event) throws IOException {
        String key = parts.attribute("partitionkey");
        return settings.structured()
                ? structured(key, event.json())
                : binary(settings.eventsTopic(), key, parts.attributes(), parts.data(), null);
    }

    Message position(KafkaPosition position) {
        return record(settings.positionsTopic(), settings.transactionalId(), position.toJson());
    }

    private Message structured(String key, String json) {
        Message record = record(settings.eventsTopic(), key, json);
        record.setHeader(CONTENT_TYPE, STRUCTURED_TYPE);
        return record;
    }

    private Message binary(
            String topic, String key, Map<String, String> attributes, @Nullable String value, @Nullable String schema) {
        Message record = record(topic, key, value);
        attributes.forEach(
                (name, text) -> record.setHeader(name.equals("datacontenttype") ? CONTENT_TYPE : PREFIX + name, text));
        if (schema != null) {
            record.setHeader(PREFIX + "dataschema", schema);
        }
        return record;
    }

    private Message record(String topic, String key, @Nullable String value) {
        Message record = new DefaultMessage(context);
        record.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        record.setHeader(KafkaConstants.KEY, key);
        record.setBody(value);
        return record;
    }
}
