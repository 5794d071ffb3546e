package dev.accountfeed.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes events with the CloudEvents SDK.
 *
 * @param feedName first part of the CloudEvents source
 * @param typePrefix what every type begins with
 */
public record CloudEventEncoder(String feedName, String typePrefix) implements EventEncoder {

    public static final URI ACCOUNT_EVENT_SCHEMA = URI.create("urn:accountfeed:account-event:1.0");
    public static final URI SOURCE_EVENT_SCHEMA = URI.create("urn:accountfeed:source-event:1.0");

    private static final JsonFormat FORMAT = new JsonFormat();

    @Override
    public String encode(FeedEvent event, String generation, long sequence) {
        CloudEventBuilder builder = CloudEventBuilder.v1()
                .withSource(URI.create("/" + feedName + "/" + event.source()))
                .withTime(event.time().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC))
                .withExtension("sequence", String.format(Locale.ROOT, "%020d", sequence));
        String traceparent = event.traceparent();
        if (traceparent != null) {
            builder.withExtension("traceparent", traceparent);
        }
        if (event instanceof FeedEvent.OfAccount account) {
            String key = account.source() + "/" + account.accountId();
            builder.withId(generation + "/" + key + "/" + account.revision())
                    .withType(typePrefix + "." + account.change().op().type())
                    .withSubject(account.accountId())
                    .withExtension("partitionkey", key)
                    .withData("application/json", ACCOUNT_EVENT_SCHEMA, bytes(data(account)));
        } else if (event instanceof FeedEvent.OfSource source) {
            // A source's events have no revisions: the sequence makes the id unique.
            builder.withId(generation + "/" + source.source() + "/" + sequence)
                    .withType(typePrefix + (source.failing() ? ".source.failing" : ".source.recovered"))
                    .withSubject(source.source())
                    .withExtension("partitionkey", source.source())
                    .withData("application/json", SOURCE_EVENT_SCHEMA, bytes(data(source)));
        }
        return new String(FORMAT.serialize(builder.build()), StandardCharsets.UTF_8);
    }

    private static ObjectNode data(FeedEvent.OfAccount event) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("op", event.change().op().name());
        data.put("revision", event.revision());
        putIfPresent(data, "before", event.change().before());
        putIfPresent(data, "after", event.change().after());
        if (!event.change().changed().isEmpty()) {
            event.change().changed().forEach(data.putArray("changed")::add);
        }
        return data.put("trigger", event.trigger());
    }

    private static ObjectNode data(FeedEvent.OfSource event) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        return data.put("reason", event.reason())
                .put("since", rfc3339(event.since()))
                .put("polls", event.polls());
    }

    private static String rfc3339(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static void putIfPresent(ObjectNode data, String name, @Nullable JsonNode value) {
        if (value != null) {
            data.set(name, value);
        }
    }

    private static byte[] bytes(JsonNode data) {
        return Json.text(data).getBytes(StandardCharsets.UTF_8);
    }
}
