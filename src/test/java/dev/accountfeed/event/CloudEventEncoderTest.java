package dev.accountfeed.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.Op;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventEncoderTest {

    private static final Instant TIME = Instant.parse("2026-11-21T16:00:00.123Z");
    private static final String KEY = "EF04794F718A3FC8C6DFA0B215B2CF24";
    private static final JsonNode ACTIVE =
            Json.tree("{\"provider\":\"infobip\",\"id\":\"" + KEY + "\",\"status\":\"active\"}");
    private static final JsonNode DISABLED =
            Json.tree("{\"provider\":\"infobip\",\"id\":\"" + KEY + "\",\"status\":\"disabled\"}");

    private final EventEncoder encoder = new CloudEventEncoder("account-feed", "dev.accountfeed");

    @Test
    void theContractsExampleIsWrittenExactly() {
        ObjectNode empty = Json.MAPPER.createObjectNode();
        AccountChange change = new AccountChange(Op.u, empty, empty, List.of("/status"));

        String text = encoder.encode(
                new FeedEvent.OfAccount("infobip-all", TIME, KEY, 7, change, "schedule"), "k3f9a2b7", 1042);

        assertThat(Json.tree(text)).isEqualTo(Json.tree("""
                {
                  "specversion": "1.0",
                  "id": "k3f9a2b7/infobip-all/EF04794F718A3FC8C6DFA0B215B2CF24/7",
                  "source": "/account-feed/infobip-all",
                  "type": "dev.accountfeed.account.updated",
                  "subject": "EF04794F718A3FC8C6DFA0B215B2CF24",
                  "time": "2026-11-21T16:00:00.123Z",
                  "datacontenttype": "application/json",
                  "dataschema": "urn:accountfeed:account-event:1.0",
                  "partitionkey": "infobip-all/EF04794F718A3FC8C6DFA0B215B2CF24",
                  "sequence": "00000000000000001042",
                  "data": {"op": "u", "revision": 7, "before": {}, "after": {}, "changed": ["/status"],
                    "trigger": "schedule"}
                }
                """));
        assertThat(text).doesNotContain("\n");
    }

    @Test
    void theSdkReadsBackWhatWasWritten() {
        CloudEvent event = read(encode(new AccountChange(Op.u, ACTIVE, DISABLED, List.of("/status"))));

        assertThat(event.getId()).isEqualTo("k3f9a2b7/infobip-all/" + KEY + "/7");
        assertThat(event.getSource()).isEqualTo(URI.create("/account-feed/infobip-all"));
        assertThat(event.getType()).isEqualTo("dev.accountfeed.account.updated");
        assertThat(event.getSubject()).isEqualTo(KEY);
        assertThat(event.getTime()).isNotNull();
        assertThat(Objects.requireNonNull(event.getTime()).toInstant()).isEqualTo(TIME);
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getDataSchema()).isEqualTo(URI.create("urn:accountfeed:account-event:1.0"));
        assertThat(event.getExtension("partitionkey")).isEqualTo("infobip-all/" + KEY);
        assertThat(event.getExtension("sequence")).isEqualTo("00000000000000001042");
    }

    @ParameterizedTest
    @CsvSource({"r, discovered", "c, created", "u, updated", "d, deleted"})
    void eachOpHasItsTypeAndIsValidAgainstItsSchema(Op op, String type) {
        JsonNode event = Json.tree(encode(new AccountChange(
                op,
                op == Op.u || op == Op.d ? ACTIVE : null,
                op == Op.d ? null : DISABLED,
                op == Op.u ? List.of("/status") : List.of())));

        assertThat(event.path("type").asText()).isEqualTo("dev.accountfeed.account." + type);
        assertThat(event.at("/data/op").asText()).isEqualTo(op.name());
        assertThat(EventSchemas.problems(event)).isEmpty();
    }

    @Test
    void aDeletedAccountHasNothingAfter() {
        JsonNode data = Json.tree(encode(new AccountChange(Op.d, ACTIVE, null, List.of())))
                .path("data");

        assertThat(data.has("after")).isFalse();
        assertThat(data.has("changed")).isFalse();
        assertThat(data.path("before")).isEqualTo(ACTIVE);
    }

    @Test
    void aNewAccountHasNothingBefore() {
        JsonNode data = Json.tree(encode(new AccountChange(Op.c, null, ACTIVE, List.of())))
                .path("data");

        assertThat(data.has("before")).isFalse();
        assertThat(data.has("changed")).isFalse();
        assertThat(data.path("after")).isEqualTo(ACTIVE);
    }

    @Test
    void aFailingSourceSaysWhySinceWhenAndHowOften() {
        FeedEvent failing = new FeedEvent.OfSource(
                "infobip-all", TIME, true, "token-refused", Instant.parse("2026-11-21T15:58:00.000900Z"), 3);

        JsonNode event = Json.tree(encoder.encode(failing, "k3f9a2b7", 8));

        assertThat(event).isEqualTo(Json.tree("""
                {
                  "specversion": "1.0",
                  "id": "k3f9a2b7/infobip-all/8",
                  "source": "/account-feed/infobip-all",
                  "type": "dev.accountfeed.source.failing",
                  "subject": "infobip-all",
                  "time": "2026-11-21T16:00:00.123Z",
                  "datacontenttype": "application/json",
                  "dataschema": "urn:accountfeed:source-event:1.0",
                  "partitionkey": "infobip-all",
                  "sequence": "00000000000000000008",
                  "data": {"reason": "token-refused", "since": "2026-11-21T15:58:00Z", "polls": 3}
                }
                """));
        assertThat(EventSchemas.problems(event)).isEmpty();
    }

    @Test
    void aRecoveredSourceSaysHowOftenItFailed() {
        FeedEvent recovered = new FeedEvent.OfSource("infobip-all", TIME, false, "ok", TIME.minusSeconds(60), 12);

        JsonNode event = Json.tree(encoder.encode(recovered, "k3f9a2b7", 9));

        assertThat(event.path("type").asText()).isEqualTo("dev.accountfeed.source.recovered");
        assertThat(event.at("/data/polls").asInt()).isEqualTo(12);
        assertThat(EventSchemas.problems(event)).isEmpty();
        assertThat(read(event.toString()).getSubject()).isEqualTo("infobip-all");
    }

    @Test
    void idsOfSourceEventsAreNeverThoseOfAccounts() {
        // Account 8 of source infobip-all has revisions behind its id; the source itself has none.
        assertThat(read(encoder.encode(new FeedEvent.OfSource("infobip-all", TIME, true, "refused", TIME, 3), "g", 8))
                        .getId()
                        .split("/"))
                .hasSize(3);
        assertThat(read(encoder.encode(
                                new FeedEvent.OfAccount(
                                        "infobip-all",
                                        TIME,
                                        "8",
                                        1,
                                        new AccountChange(Op.r, null, ACTIVE, List.of()),
                                        "schedule"),
                                "g",
                                8))
                        .getId()
                        .split("/"))
                .hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T16:00:00Z,            2026-11-21T16:00:00Z",
        "2026-11-21T16:00:00.123456789Z,  2026-11-21T16:00:00.123Z",
        "2026-11-21T16:00:00.000999Z,     2026-11-21T16:00:00Z",
        "2027-01-01T00:00:00.1Z,          2027-01-01T00:00:00.1Z"
    })
    void timeIsInUtcAndNoFinerThanMilliseconds(Instant time, String written) {
        String text = encoder.encode(
                new FeedEvent.OfAccount(
                        "s", time, "1", 1, new AccountChange(Op.r, null, ACTIVE, List.of()), "schedule"),
                "g",
                1);

        assertThat(Json.tree(text).path("time").asText()).isEqualTo(written);
    }

    @Test
    void numbersAreWrittenExactlyAndPlainly() {
        JsonNode after = Json.tree("{\"provider\":\"p\",\"id\":\"1\",\"status\":\"active\",\"balance\":{"
                + "\"amount\":12345678901234567890.123456789012345678901234567890,\"fixed\":12.30,"
                + "\"onHold\":1e3,\"creditLimit\":0.1,\"notifyBelow\":-0.000001}}");

        String text = encode(new AccountChange(Op.r, null, after, List.of()));

        assertThat(text)
                .contains("\"amount\":12345678901234567890.123456789012345678901234567890,")
                .contains("\"fixed\":12.30,")
                .contains("\"onHold\":1000,")
                .contains("\"creditLimit\":0.1,")
                .contains("\"notifyBelow\":-0.000001}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"he said \"hi\"", "a/b", "a\\b", "ключ", "😀", "a b", "a,b;c", "%2F", "ı", "é"})
    void anyIdIsWrittenAsItIs(String id) {
        JsonNode after = Json.MAPPER
                .createObjectNode()
                .put("provider", "p")
                .put("id", id)
                .put("status", "active");

        CloudEvent event = read(encoder.encode(
                new FeedEvent.OfAccount("s", TIME, id, 3, new AccountChange(Op.r, null, after, List.of()), "schedule"),
                "g",
                1));

        assertThat(event.getId()).isEqualTo("g/s/" + id + "/3");
        assertThat(event.getSubject()).isEqualTo(id);
        assertThat(event.getExtension("partitionkey")).isEqualTo("s/" + id);
        assertThat(EventSchemas.problems(Json.tree(encode(new AccountChange(Op.r, null, after, List.of())))))
                .isEmpty();
    }

    @Test
    void theSameEventHasTheSameBytes() {
        AccountChange change = new AccountChange(Op.u, ACTIVE, DISABLED, List.of("/status"));

        assertThat(encode(change)).isEqualTo(encode(change));
    }

    @Test
    void sequencesSortAsTextUpToTheLast() {
        String text = encoder.encode(new FeedEvent.OfSource("s", TIME, true, "refused", TIME, 3), "g", Long.MAX_VALUE);

        assertThat(Json.tree(text).path("sequence").asText()).isEqualTo("09223372036854775807");
    }

    @Test
    void theFeedsNameAndTypePrefixAreTheUsers() {
        CloudEvent event = read(new CloudEventEncoder("crm", "com.example.crm")
                .encode(new FeedEvent.OfSource("s", TIME, true, "refused", TIME, 3), "g", 1));

        assertThat(event.getSource()).isEqualTo(URI.create("/crm/s"));
        assertThat(event.getType()).isEqualTo("com.example.crm.source.failing");
    }

    private String encode(AccountChange change) {
        return encoder.encode(
                new FeedEvent.OfAccount("infobip-all", TIME, KEY, 7, change, "schedule"), "k3f9a2b7", 1042);
    }

    private static CloudEvent read(String text) {
        return Objects.requireNonNull(EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE))
                .deserialize(text.getBytes(StandardCharsets.UTF_8));
    }
}
