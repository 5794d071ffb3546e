package dev.accountfeed.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import dev.accountfeed.event.EventSchemas;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountMappingTest {

    private static final JsonNode NO_OPTIONS = Json.MAPPER.createObjectNode();

    private final AccountMapping voximplant = AccountMapping.of(Seeds.VOXIMPLANT);
    private final AccountMapping infobip = AccountMapping.of(Seeds.INFOBIP);

    @Test
    void theOfficialVoximplantExampleIsTheContractsAccount() throws Exception {
        JsonNode account =
                stored(voximplant.map(Seeds.json("voximplant-account.json").path("result"), NO_OPTIONS));

        assertThat(account).isEqualTo(Json.tree("""
                {
                  "provider": "voximplant", "id": "3456750", "name": "ivan123", "status": "active",
                  "createdAt": "2020-08-07T12:00:53Z",
                  "contact": {"email": "ivan123@mail.ru", "phone": "+7-495-123-4567"},
                  "language": "en", "timeZone": "Europe/Moscow",
                  "balance": {"amount": 19772.35, "currency": "RUR", "fixed": 20169.93, "onHold": 397.58,
                    "creditLimit": 0, "notifyBelow": 300},
                  "billing": {"limits": {
                    "bankCard": {"minAmount": 500, "currency": "RUR", "maxDayPayment": 7642.17},
                    "invoice": {"minAmount": 1000, "currency": "RUR"}}},
                  "attributes": {
                    "account_notifications": true, "tariff_changing_notifications": true, "news_notifications": true,
                    "active": true, "frozen": false, "balance": 19772.35, "live_balance": 19772.35,
                    "support_robokassa": false, "support_bank_card": true, "support_invoice": true,
                    "send_js_error": false, "a2p_sms_enabled": false, "max_sip_registrations": 0,
                    "bank_card_provider": "ALFABANK", "enabled_3ds": true, "record_storage_id": 125,
                    "allow_invoice": true, "is_bank_card_auto_charge_prohibited": true, "taxpayer_type": "default",
                    "custom_pricing": false, "grace_credit": 0, "record_storage_name": "my-storage",
                    "credit_limit_aware_balance_notifications": false}
                }
                """));
        assertThat(EventSchemas.problems(EventSchemas.ACCOUNT, account)).isEmpty();
    }

    @Test
    void theSeedsInfobipAccountIsWhatTheDocumentSays() throws Exception {
        assertThat(infobip.map(Seeds.json("infobip-account.json"), NO_OPTIONS)).isEqualTo(Json.tree("""
                {"provider": "infobip", "id": "EF04794F718A3FC8C6DFA0B215B2CF24",
                 "ownerId": "28A3FC8C615B2CF24E1DFA0BF04794F7", "name": "AccountName", "status": "active",
                 "attributes": {"enabled": true}}"""));
    }

    @ParameterizedTest
    @CsvSource({"infobip-account", "infobip-main"})
    void xmlGivesTheSameAccountAsJson(String seed) throws Exception {
        JsonNode xml = XmlRecordReader.MAPPER.readTree(Seeds.text(seed + ".xml"));

        assertThat(infobip.map(xml, NO_OPTIONS)).isEqualTo(infobip.map(Seeds.json(seed + ".json"), NO_OPTIONS));
    }

    @Test
    void theMainAccountHasNoOwner() throws Exception {
        JsonNode account = infobip.map(Seeds.json("infobip-main.json"), NO_OPTIONS);

        assertThat(account.has("ownerId")).isFalse();
        assertThat(account.path("name").asText()).isEqualTo("Main account name");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"active\": true, \"frozen\": false}', active",
        "'{\"active\": true}', active",
        "'{\"active\": true, \"frozen\": null}', active",
        "'{\"active\": false, \"frozen\": true}', disabled",
        "'{\"active\": false}', disabled",
        "'{\"active\": true, \"frozen\": true}', frozen",
        "'{\"active\": \"true\", \"frozen\": \"false\"}', active",
        "'{\"active\": \"false\"}', disabled"
    })
    void voximplantsStatusIsWhatTheContractSays(String fields, String status) throws Exception {
        assertThat(voximplant.map(record(fields), NO_OPTIONS).path("status").asText())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"active\": null}",
                "{\"active\": 1}",
                "{\"active\": \"yes\"}",
                "{\"active\": true, \"frozen\": \"maybe\"}",
                "{\"active\": []}",
                "{\"active\": true, \"account_id\": null}",
                "{\"active\": true, \"account_id\": \"\"}",
                "{\"active\": true, \"live_balance\": \"much\"}",
                "{\"active\": true, \"live_balance\": 1e99999999}",
                "{\"active\": true, \"unknown\": [{\"x\": 1e99999999}]}",
                "{\"active\": true, \"unknown\": 1e-65}",
                "{\"active\": true, \"unknown\": 10e64}",
                "{\"active\": true, \"max_sip_registrations\": \"1e65\"}",
                "{\"active\": true, \"max_sip_registrations\": \"1e1000\"}",
                "{\"active\": true, \"balance\": \"1e-99999\", \"live_balance\": 1}",
                "{\"active\": true, \"balance\": \"1e99999999999\", \"live_balance\": 1}",
                "{\"active\": true, \"grace_credit\": \"1234567890123456789012345678901234567890123456789012345678901234567890.123\"}",
                "{\"active\": true, \"created\": \"+12020-08-07 12:00:53\"}",
                "{\"active\": true, \"created\": \"-0001-01-01 00:00:00\"}",
                "{\"active\": true, \"balance\": 12345678901234567890123456789012345678901234567890123456789012345}",
                "{\"active\": true, \"created\": \"yesterday\"}",
                "{\"active\": true, \"created\": \"2020-02-30 12:00:00\"}",
                "{\"active\": true, \"created\": \"2020-08-07 24:00:00\"}",
                "{\"active\": true, \"billing_limits\": \"none\"}",
                "{\"active\": true, \"billing_limits\": {\"invoice\": 5}}",
                "{\"active\": true, \"account_name\": {\"x\": 1}}"
            })
    void whatCannotBeTypedIsUnusable(String fields) {
        assertThatThrownBy(() -> voximplant.map(record(fields), NO_OPTIONS))
                .isInstanceOf(UnusableRecord.class)
                .hasMessageNotContainingAny("much", "maybe", "yesterday", "99999999", "2020-02");
    }

    @ParameterizedTest
    @CsvSource({
        "'. + {nam: .name}', an account has no /nam",
        "'. + {balance: {curency: .name}}', an account has no /balance/curency",
        "'. + {createdAt: .name}', not a time at /createdAt",
        "'. + {createdAt: 5}', not a time at /createdAt",
        "'. + {contact: 5}', wrong type at /contact",
        "'. + {status: .name}', 'not one of active, disabled, frozen at /status'",
        "'. + {provider: \"telnyx\"}', the mapping names another provider than infobip",
        "'.name | todate', the mapping fails on it: there is no todate/0",
        "'def f: f; f', the mapping calls itself without end",
        "'. + {name: $name}', the mapping fails on it: there is no $name",
        "'.name + 5', the mapping fails on it"
    })
    void aMappingThatMakesNoAccountIsToldWhyWithoutAValue(String jq, String why) {
        AccountMapping mapping = new AccountMapping(Seeds.INFOBIP, jq);

        assertThatThrownBy(() -> mapping.map(
                        Json.tree(
                                "{\"provider\": \"infobip\", \"id\": \"A\", \"name\": \"Hidden\", \"status\": \"active\"}"),
                        NO_OPTIONS))
                .isInstanceOf(UnusableRecord.class)
                .hasMessage(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"enabled\": true}",
                "{\"key\": \"A\"}",
                "{\"key\": \"A\", \"enabled\": null}",
                "{\"key\": \"A\", \"enable\": true}",
                "{\"key\": \"\", \"enabled\": true}",
                "{\"key\": \"A\\u0000\", \"enabled\": true}",
                "{\"key\": [\"A\", \"B\"], \"enabled\": true}"
            })
    void anInfobipAccountWithoutKeyOrStateIsUnusable(String record) {
        assertThatThrownBy(() -> infobip.map(Json.tree(record), NO_OPTIONS)).isInstanceOf(UnusableRecord.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "5", "null"})
    void onlyAnObjectIsARecord(String record) {
        assertThatThrownBy(() -> infobip.map(Json.tree(record), NO_OPTIONS)).isInstanceOf(UnusableRecord.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"active\": true, \"billing_limits\": {}}",
                "{\"active\": true, \"billing_limits\": {\"invoice\": {}}}",
                "{\"active\": true, \"billing_address_zip\": \"\", \"billing_address_name\": \"\"}",
                "{\"active\": true, \"account_first_name\": \"\", \"account_email\": \"\"}",
                "{\"active\": true, \"currency\": \"\", \"billing_limits\": {\"invoice\": {\"currency\": \"\"}}}"
            })
    void aPartThatHoldsNothingIsLeftOut(String fields) throws Exception {
        JsonNode account = voximplant.map(record(fields), NO_OPTIONS);

        assertThat(account.has("billing")).isFalse();
        assertThat(account.has("contact")).isFalse();
        assertThat(account.has("balance")).isFalse();
        assertThat(EventSchemas.problems(EventSchemas.ACCOUNT, stored(account))).isEmpty();
    }

    @Test
    void whereAValueIsWrongIsToldInOneShortLine() {
        String name = "a\\n" + "b".repeat(1000);
        String limits = "{\"active\": true, \"billing_limits\": {\"" + name + "\": {\"min_amount\": \"x\"}}}";

        assertThatThrownBy(() -> voximplant.map(record(limits), NO_OPTIONS))
                .isInstanceOf(UnusableRecord.class)
                .message()
                .startsWith("wrong type at /billing/limits/a bbb")
                .hasSizeLessThan(220);
    }

    @Test
    void anEmptyObjectOfTheProvidersStaysAmongTheAttributes() throws Exception {
        assertThat(voximplant
                        .map(record("{\"active\": true, \"unknown\": {}}"), NO_OPTIONS)
                        .at("/attributes/unknown"))
                .isEqualTo(Json.tree("{}"));
    }

    @Test
    void whatOthersCouldNotReadAgainIsUnusable() {
        JsonNode deep = Json.tree("{\"a\":".repeat(400) + "1" + "}".repeat(400));
        JsonNode named = Json.MAPPER.createObjectNode().put("n".repeat(50_001), 1);
        JsonNode long_ = Json.MAPPER.createArrayNode().add("x".repeat(20_000_001));

        for (JsonNode unknown : List.of(deep, named, long_)) {
            ObjectNode record = (ObjectNode) record("{\"active\": true}");
            record.set("unknown", unknown);
            assertThatThrownBy(() -> voximplant.map(record, NO_OPTIONS))
                    .isInstanceOf(UnusableRecord.class)
                    .hasMessageContaining("more than");
        }
    }

    @Test
    void anIdMayHave255CharactersHoweverManyUnitsTheyTake() throws Exception {
        ObjectNode record = (ObjectNode) Json.tree("{\"enabled\": true}");

        assertThat(infobip.map(record.put("key", "😀".repeat(255)), NO_OPTIONS)
                        .path("id")
                        .asText())
                .hasSize(510);
        assertThatThrownBy(() -> infobip.map(record.put("key", "😀".repeat(256)), NO_OPTIONS))
                .isInstanceOf(UnusableRecord.class);
    }

    @Test
    void theLiveBalanceIsTheAmountWhereItIsThere() throws Exception {
        JsonNode live = voximplant.map(record("{\"active\": true, \"balance\": 5, \"live_balance\": 0}"), NO_OPTIONS);
        JsonNode dead = voximplant.map(record("{\"active\": true, \"balance\": 5}"), NO_OPTIONS);

        assertThat(live.at("/balance/amount").asInt()).isZero();
        assertThat(dead.at("/balance/amount").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "12.30, 12.30",
        "'\"12.30\"', 12.30",
        "'\" 12.30 \"', 12.30",
        "0.1, 0.1",
        "-0.000001, -0.000001",
        "12345678901234567890.123456, 12345678901234567890.123456",
        "'\"12345678901234567890.123456\"', 12345678901234567890.123456",
        "1e2, 100"
    })
    void moneyIsAnExactDecimalHoweverItWasSent(String sent, String written) throws Exception {
        JsonNode account = voximplant.map(
                record("{\"active\": true, \"live_balance\": " + sent + ", \"credit_limit\": " + sent + "}"),
                NO_OPTIONS);

        assertThat(Json.text(account.at("/balance/amount"))).isEqualTo(written);
        assertThat(Json.text(account.at("/balance/creditLimit"))).isEqualTo(written);
        assertThat(Json.text(account.at("/attributes/live_balance"))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"12345678901234567890, 12345678901234567890", "9007199254740993, 9007199254740993", "'\"42\"', 42"})
    void idsAreTextAndLoseNoDigit(String sent, String id) throws Exception {
        assertThat(voximplant
                        .map(record("{\"active\": true, \"account_id\": " + sent + "}"), NO_OPTIONS)
                        .path("id"))
                .isEqualTo(Json.tree("\"" + id + "\""));
    }

    @Test
    void namesOfAnyTypeAreText() throws Exception {
        assertThat(voximplant
                        .map(record("{\"active\": true, \"account_name\": 123}"), NO_OPTIONS)
                        .path("name"))
                .isEqualTo(Json.tree("\"123\""));
    }

    @Test
    void createdHasNoOffsetAndIsUtcWhateverTheMachinesZone() throws Exception {
        // The tests run in Australia/Sydney, where this time does not exist: clocks go forward at 2.
        assertThat(voximplant
                        .map(record("{\"active\": true, \"created\": \"2020-10-04 02:30:00\"}"), NO_OPTIONS)
                        .path("createdAt")
                        .asText())
                .isEqualTo("2020-10-04T02:30:00Z");
    }

    @Test
    void unknownFieldsAreKeptUnderTheirOwnNames() throws Exception {
        JsonNode attributes = voximplant
                .map(
                        record(
                                "{\"active\": true, \"new_field\": {\"a\": [1, null, {\"c\": null}], \"b\": null}, \"gone\": null,"
                                        + " \"none\": {}, \"Имя\": \"x\"}"),
                        NO_OPTIONS)
                .path("attributes");

        assertThat(attributes)
                .isEqualTo(Json.tree(
                        "{\"active\": true, \"new_field\": {\"a\": [1, null, {}]}, \"none\": {}, \"Имя\": \"x\"}"));
    }

    @Test
    void whatIsNewInsideBillingLimitsIsKeptToo() throws Exception {
        JsonNode account = stored(voximplant.map(
                record("{\"active\": true, \"billing_limits\": {\"bank_card\": {\"min_amount\": \"5.50\", \"new\": 1},"
                        + " \"paypal\": {\"min_amount\": 7, \"currency\": \"EUR\"}, \"robokassa\": null}}"),
                NO_OPTIONS));

        assertThat(account.at("/billing/limits"))
                .isEqualTo(Json.tree("{\"bankCard\": {\"minAmount\": 5.50},"
                        + " \"paypal\": {\"minAmount\": 7, \"currency\": \"EUR\"}}"));
        assertThat(account.at("/attributes/billing_limits")).isEqualTo(Json.tree("{\"bank_card\": {\"new\": 1}}"));
    }

    @Test
    void secretsNeverGetIntoAnAccount() throws Exception {
        JsonNode account = voximplant.map(
                record("{\"active\": true, \"api_key\": \"s3cr3t\", \"callback_salt\": \"s3cr3t\","
                        + " \"new_api_token\": \"s3cr3t\", \"nested\": {\"userPassword\": \"s3cr3t\", \"ok\": 1}}"),
                NO_OPTIONS);

        assertThat(Json.text(account)).doesNotContain("s3cr3t", "api_key", "salt", "token", "assword");
        assertThat(account.at("/attributes/nested/ok").asInt()).isEqualTo(1);
    }

    @Test
    void halfACharacterIsReplacedAsItWouldBeOnItsWay() throws Exception {
        // A provider that cuts names at a number of UTF-16 units leaves half of an emoji behind, which UTF-8 cannot
        // say.
        JsonNode account = voximplant.map(
                record("{\"active\": true, \"account_name\": \"Ivan \\ud83d\", \"note\": [\"\\ude00!\"]}"), NO_OPTIONS);

        assertThat(account.path("name").asText()).isEqualTo("Ivan \uFFFD");
        assertThat(account.at("/attributes/note/0").asText()).isEqualTo("\uFFFD!");
        assertThat(voximplant
                        .map(record("{\"active\": true, \"account_name\": \"😀\"}"), NO_OPTIONS)
                        .path("name")
                        .asText())
                .isEqualTo("😀");
    }

    @Test
    void fieldsInAnotherOrderGiveTheSameBytes() throws Exception {
        String one = Json.text(voximplant.map(
                Json.tree("{\"account_id\":1,\"active\":true,\"b\":1,\"a\":2,\"currency\":\"RUR\",\"balance\":1}"),
                NO_OPTIONS));
        String other = Json.text(voximplant.map(
                Json.tree("{\"balance\":1,\"currency\":\"RUR\",\"a\":2,\"b\":1,\"active\":true,\"account_id\":1}"),
                NO_OPTIONS));

        assertThat(one).isEqualTo(other);
    }

    @Test
    void aMappingThatDoesNotCompileIsRefused() {
        assertThatThrownBy(() -> new AccountMapping(Seeds.INFOBIP, "{id: .key"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {".key", "empty", "., .", "{id: .key, nickname: 1}", "error(\"s3cr3t\")", "null"})
    void aMappingThatMakesNoAccountMakesTheRecordUnusable(String jq) {
        AccountMapping mapping = new AccountMapping(Seeds.INFOBIP, jq);

        assertThatThrownBy(() -> mapping.map(Seeds.json("infobip-account.json"), NO_OPTIONS))
                .isInstanceOf(UnusableRecord.class)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void aMappingSeesTheOptions() throws Exception {
        AccountMapping mapping = new AccountMapping(
                Seeds.INFOBIP, "{provider: \"infobip\", id: .key, name: $options.label, status: \"active\"}");

        assertThat(mapping.map(Seeds.json("infobip-account.json"), Json.tree("{\"label\": \"x\"}"))
                        .path("name")
                        .asText())
                .isEqualTo("x");
    }

    @Test
    void aMappingIsUsedByManyThreadsAtOnce() {
        JsonNode expected = Json.tree(Json.text(mapped()));

        assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 8).parallelStream()
                        .flatMap(i ->
                                java.util.stream.Stream.generate(this::mapped).limit(20)))
                .allSatisfy(account -> assertThat(account).isEqualTo(expected));
    }

    private JsonNode mapped() {
        try {
            return Json.tree(Json.text(
                    voximplant.map(Seeds.json("voximplant-account.json").path("result"), NO_OPTIONS)));
        } catch (UnusableRecord e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it comes back from its text: a number is then what it looks like. */
    private static JsonNode stored(JsonNode account) {
        return Json.tree(Json.text(account));
    }

    /** A record of account 1 with these fields. */
    private static ObjectNode record(String fields) {
        ObjectNode record = Json.MAPPER.createObjectNode().put("account_id", 1);
        record.setAll((ObjectNode) Json.tree(fields));
        return record;
    }
}
