package dev.accountfeed.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.config.SchemaCheck;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSchemasTest {

    private static final String ACCOUNT = """
            {"provider": "voximplant", "id": "3456750", "name": "ivan123", "status": "active",
             "createdAt": "2020-08-07T12:00:53Z",
             "contact": {"email": "ivan123@mail.example", "phone": "+7-495-123-4567"},
             "language": "en", "timeZone": "Europe/Moscow",
             "balance": {"amount": 19772.35, "currency": "RUR", "fixed": 20169.93, "onHold": 397.58,
               "creditLimit": 0, "notifyBelow": 300},
             "billing": {"address": {"name": "Acme", "countryCode": "US", "street": "1 Main St", "zip": "94000",
                 "state": "California", "phone": "+1 555 0100"},
               "limits": {"bankCard": {"minAmount": 500, "currency": "RUR", "maxDayPayment": 7642.17},
                 "invoice": {"minAmount": 1000, "currency": "RUR"}}},
             "attributes": {"active": true, "frozen": false, "balance": 19772.35, "live_balance": 19772.35,
               "max_sip_registrations": 0}}
            """;

    @Test
    void theContractsAccountIsValid() {
        assertThat(EventSchemas.problems(EventSchemas.ACCOUNT, Json.tree(ACCOUNT)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\": \"\"}",
                "{\"id\": \"a\\u0000b\"}",
                "{\"status\": \"deleted\"}",
                "{\"name\": null}",
                "{\"createdAt\": \"2020-08-07 12:00:53\"}",
                "{\"createdAt\": \"2020-08-07T12:00:53+02:00\"}",
                "{\"createdAt\": \"yesterdayZ\"}",
                "{\"balance\": {\"amount\": \"12.30\"}}",
                "{\"balance\": {}}",
                "{\"contact\": {\"fax\": \"1\"}}",
                "{\"billing\": {\"limits\": {\"invoice\": {\"max\": 1}}}}",
                "{\"attributes\": {\"x\": null}}",
                "{\"nickname\": \"x\"}"
            })
    void whatTheContractDoesNotAllowIsNotValid(String wrong) {
        ObjectNode account = (ObjectNode) Json.tree(ACCOUNT);
        account.setAll((ObjectNode) Json.tree(wrong));

        assertThat(EventSchemas.problems(EventSchemas.ACCOUNT, account)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | {\"op\": \"r\", \"after\": A}",
                "true  | {\"op\": \"r\", \"before\": A, \"after\": A}",
                "false | {\"op\": \"r\"}",
                "true  | {\"op\": \"c\", \"after\": A}",
                "false | {\"op\": \"c\", \"before\": A, \"after\": A}",
                "false | {\"op\": \"c\", \"after\": A, \"changed\": [\"/name\"]}",
                "true  | {\"op\": \"u\", \"before\": A, \"after\": A, \"changed\": [\"/name\", \"/attributes/a~1b\"]}",
                "false | {\"op\": \"u\", \"before\": A, \"after\": A, \"changed\": []}",
                "false | {\"op\": \"u\", \"before\": A, \"after\": A, \"changed\": [\"name\"]}",
                "false | {\"op\": \"u\", \"after\": A, \"changed\": [\"/name\"]}",
                "true  | {\"op\": \"d\", \"before\": A}",
                "false | {\"op\": \"d\", \"before\": A, \"after\": A}",
                "false | {\"op\": \"d\"}",
                "false | {\"op\": \"x\", \"after\": A}",
                "false | {\"op\": \"c\", \"after\": {}}",
                "false | {\"op\": \"c\", \"after\": A, \"extra\": 1}",
                "false | {\"op\": \"c\", \"after\": A, \"revision\": 0}",
                "false | {\"op\": \"c\", \"after\": A, \"trigger\": \"whim\"}"
            })
    void eachOpHasItsOwnShape(boolean valid, String text) {
        ObjectNode data = Json.MAPPER.createObjectNode().put("revision", 1).put("trigger", "schedule");
        data.setAll((ObjectNode) Json.tree(text.replace(" A", ACCOUNT)));

        assertThat(EventSchemas.problems(CloudEventEncoder.ACCOUNT_EVENT_SCHEMA.toString(), data)
                        .isEmpty())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "account-event", "source-event"})
    void theSchemasAreSchemasThemselves(String name) throws Exception {
        try (InputStream in = getClass().getResourceAsStream("/schema/" + name + ".schema.json")) {
            JsonNode schema = Json.MAPPER.readTree(in);
            assertThat(SchemaCheck.of(Json.tree("{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}"))
                            .accepts(schema))
                    .isTrue();
            assertThat(schema.path("$id").asText()).isEqualTo("urn:accountfeed:" + name + ":1.0");
            assertThat(schema.path("description").asText()).isNotBlank();
        }
    }
}
