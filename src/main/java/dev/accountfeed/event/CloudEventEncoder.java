package dev.accountfeed.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes events in the JSON format of CloudEvents 1.0.
 *
 * <p>Without the CloudEvents SDK, which the tests read every kind of event with: it writes the data first, and then all
 * of it once more, which took most of what storing a change takes.
 *
 * @param feedName first part of the CloudEvents source
 * @param typePrefix what every type begins with
 */
public record CloudEventEncoder(String feedName, String typePrefix) implements EventEncoder {

    public static final URI ACCOUNT_EVENT_SCHEMA = URI.create("urn:accountfeed:account-event:1.0");
    public static final URI SOURCE_EVENT_SCHEMA = URI.create("urn:accountfeed:source-event:1.0");

    private static final int USUAL_LENGTH = 4096;
    private static final String ZEROS = "0".repeat(20);

    /** A writer of data, of which there are two kinds. */
    private interface Data {
        void write(JsonGenerator json) throws IOException;
    }

    public CloudEventEncoder {
        // The source has to be a URI reference.
        URI.create("/" + feedName);
    }

    @Override
    public String encode(FeedEvent event, String generation, long sequence) {
        // A source's events have no revisions: the sequence makes the id unique.
        if (event instanceof FeedEvent.OfAccount account) {
            String key = account.source() + "/" + account.accountId();
            return encode(
                    event,
                    sequence,
                    generation + "/" + key + "/" + account.revision(),
                    account.change().op().type(),
                    ACCOUNT_EVENT_SCHEMA,
                    account.accountId(),
                    key,
                    json -> data(account, json));
        }
        FeedEvent.OfSource source = (FeedEvent.OfSource) event;
        return encode(
                event,
                sequence,
                generation + "/" + source.source() + "/" + sequence,
                source.failing() ? "source.failing" : "source.recovered",
                SOURCE_EVENT_SCHEMA,
                source.source(),
                source.source(),
                json -> data(source, json));
    }

    private String encode(
            FeedEvent event, long sequence, String id, String type, URI schema, String subject, String key, Data data) {
        StringWriter text = new StringWriter(USUAL_LENGTH);
        try (JsonGenerator json = Json.MAPPER.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", id);
            json.writeStringField("source", "/" + feedName + "/" + event.source());
            json.writeStringField("type", typePrefix + "." + type);
            json.writeStringField("datacontenttype", "application/json");
            json.writeStringField("dataschema", schema.toString());
            json.writeStringField("subject", subject);
            json.writeStringField("time", time(event.time()));
            json.writeStringField("sequence", padded(sequence));
            json.writeStringField("partitionkey", key);
            writeIfPresent(json, "traceparent", event.traceparent());
            json.writeObjectFieldStart("data");
            data.write(json);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void data(FeedEvent.OfAccount event, JsonGenerator json) throws IOException {
        json.writeStringField("op", event.change().op().name());
        json.writeNumberField("revision", event.revision());
        writeIfPresent(json, "before", event.change().before());
        writeIfPresent(json, "after", event.change().after());
        if (!event.change().changed().isEmpty()) {
            json.writeArrayFieldStart("changed");
            for (String pointer : event.change().changed()) {
                json.writeString(pointer);
            }
            json.writeEndArray();
        }
        json.writeStringField("trigger", event.trigger());
    }

    private static void data(FeedEvent.OfSource event, JsonGenerator json) throws IOException {
        json.writeStringField("reason", event.reason());
        json.writeStringField(
                "since", event.since().truncatedTo(ChronoUnit.MILLIS).toString());
        json.writeNumberField("polls", event.polls());
    }

    private static void writeIfPresent(JsonGenerator json, String name, @Nullable JsonNode value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeTree(value);
        }
    }

    private static void writeIfPresent(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static String time(Instant time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                time.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC));
    }

    /** Twenty digits, so that sequences stand in the order of their texts. */
    private static String padded(long sequence) {
        String digits = Long.toString(sequence);
        return ZEROS.substring(digits.length()) + digits;
    }
}
