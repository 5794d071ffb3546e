package dev.accountfeed.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import java.io.IOException;

/**
 * The record that is committed together with the events it speaks of.
 *
 * @param last event that is in the topics
 * @param instance of the service that wrote it
 */
record KafkaPosition(Sink.Position last, String instance) {

    String toJson() {
        ObjectNode record = JsonNodeFactory.instance
                .objectNode()
                .put("generation", last.generation())
                .put("sequence", last.sequence())
                .put("instance", instance);
        if (last.digest() != null) {
            record.put("digest", last.digest());
        }
        return Json.text(record);
    }

    static KafkaPosition of(String json) throws IOException {
        JsonNode node = Json.MAPPER.readTree(json);
        if (!node.path("generation").isTextual() || !node.path("sequence").canConvertToLong()) {
            throw new IOException("no position of a feed: " + json);
        }
        return new KafkaPosition(
                new Sink.Position(
                        node.path("generation").asText(),
                        node.path("sequence").asLong(),
                        node.path("digest").textValue()),
                node.path("instance").asText());
    }
}
