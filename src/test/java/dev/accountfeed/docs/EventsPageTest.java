package dev.accountfeed.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import dev.accountfeed.event.EventSchemas;
import dev.accountfeed.provider.AccountMapping;
import dev.accountfeed.provider.UnusableRecord;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/events.md} says what is: every example is an event, every field is where its row says. */
class EventsPageTest {

    private static final MarkdownPage PAGE = MarkdownPage.of("docs/events.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (dropped|`/[^|]+) \\|");
    private static final Pattern POINTER = Pattern.compile("`(/[^`]+)`");

    @Test
    void thereIsARealExampleOfEveryType() {
        List<JsonNode> events = events();

        assertThat(events)
                .map(event -> event.path("type").asText().replace("dev.accountfeed.", ""))
                .containsExactly(
                        "account.discovered",
                        "account.created",
                        "account.updated",
                        "account.deleted",
                        "source.failing",
                        "source.recovered");
        assertThat(events)
                .allSatisfy(event -> assertThat(EventSchemas.problems(event)).isEmpty());
    }

    @Test
    void theExamplesAreCloudEvents() {
        assertThat(events()).allSatisfy(event -> {
            CloudEvent read = Objects.requireNonNull(
                            EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE))
                    .deserialize(event.toString().getBytes(StandardCharsets.UTF_8));
            String account = event.path("data").has("revision")
                    ? read.getExtension("partitionkey") + "/" + event.at("/data/revision")
                    : read.getSubject() + "/" + Long.parseLong(String.valueOf(read.getExtension("sequence")));
            assertThat(read.getId()).isEqualTo("cqvkw15x/" + account);
        });
    }

    @Test
    void theExamplesFollowFromEachOther() {
        Map<String, JsonNode> last = new LinkedHashMap<>();
        String sequence = "";
        for (JsonNode event : events()) {
            assertThat(event.path("sequence").asText()).isGreaterThan(sequence);
            sequence = event.path("sequence").asText();
            JsonNode data = event.path("data");
            if (data.has("before")) {
                assertThat(data.path("before"))
                        .isEqualTo(last.get(event.path("partitionkey").asText()));
            }
            last.put(event.path("partitionkey").asText(), data.path("after"));
        }
    }

    @Test
    void theDiscoveredExampleIsTheOfficialOne() throws Exception {
        JsonNode account = AccountMapping.of(Seeds.VOXIMPLANT)
                .map(Seeds.json("voximplant-account.json").path("result"), Json.MAPPER.createObjectNode());

        assertThat(Json.same(events().get(0).at("/data/after"), account)).isTrue();
    }

    @Test
    void everyVoximplantFieldIsWhereItsRowSays() throws Exception {
        Map<String, String> rows = rows("Voximplant");

        assertThat(rows.keySet().stream().filter(field -> !field.contains(".")).toList())
                .as("the fields of the document, in its order")
                .containsExactlyElementsOf(Seeds.voximplantFields().keySet());
        holds(rows, voximplantRecord(), AccountMapping.of(Seeds.VOXIMPLANT));
    }

    @Test
    void everyInfobipFieldIsWhereItsRowSays() throws Exception {
        Map<String, String> rows = rows("Infobip");

        assertThat(rows).containsOnlyKeys("key", "ownerKey", "name", "enabled");
        holds(rows, (ObjectNode) Seeds.json("infobip-account.json"), AccountMapping.of(Seeds.INFOBIP));
    }

    private static void holds(Map<String, String> rows, ObjectNode record, AccountMapping mapping)
            throws UnusableRecord {
        JsonNode account = mapping.map(record.deepCopy(), Json.MAPPER.createObjectNode());
        TreeSet<String> told = new TreeSet<>(List.of("/provider", "/status"));
        rows.forEach((field, where) -> {
            JsonNode value = record.at("/" + field.replace('.', '/'));
            assertThat(value.isMissingNode()).as("the record has %s", field).isFalse();
            if (where.equals("dropped")) {
                assertThat(account.toString()).as(field).doesNotContain(value.asText());
            }
            for (String pointer : pointers(where)) {
                told.add(pointer);
                assertThat(says(account.at(pointer), value))
                        .as("%s at %s is %s", field, pointer, account.at(pointer))
                        .isTrue();
            }
        });
        assertThat(leaves("", account))
                .as("an account has nothing that the table does not tell")
                .isSubsetOf(told);
    }

    /** Whether a value is the one that was sent: a number may be text, a time is written another way. */
    private static boolean says(JsonNode value, JsonNode sent) {
        if (sent.isObject()) {
            return value.isObject() && value.size() == sent.size();
        }
        return Json.same(value, sent)
                || value.isTextual() && value.asText().equals(sent.asText())
                || value.asText().equals(sent.asText().replace(' ', 'T') + "Z");
    }

    /** A record that has every field, each with a value of its own. */
    private static ObjectNode voximplantRecord() {
        ObjectNode record = Json.MAPPER.createObjectNode();
        int number = 1000;
        for (Map.Entry<String, String> field : Seeds.voximplantFields().entrySet()) {
            number++;
            switch (field.getValue()) {
                case "integer" -> record.put(field.getKey(), number);
                case "number" -> record.put(field.getKey(), new BigDecimal(number + ".50"));
                case "boolean" -> record.put(field.getKey(), !field.getKey().equals("frozen"));
                case "array" -> ((ArrayNode) record.withArray("/" + field.getKey())).add("entry-" + number);
                case "object" ->
                    record.set(
                            field.getKey(),
                            Json.tree("{\"robokassa\":{\"min_amount\":1.5,\"currency\":\"USD\"},\"bank_card\":{"
                                    + "\"min_amount\":2.5,\"currency\":\"RUR\",\"max_day_payment\":3.5},"
                                    + "\"invoice\":{\"min_amount\":4.5,\"currency\":\"EUR\"}}"));
                default -> record.put(field.getKey(), "text-" + number);
            }
        }
        return record.put("created", "2020-08-07 12:00:53");
    }

    /** By field, the second cell of its row in the section that a provider's name begins. */
    private static Map<String, String> rows(String provider) {
        String section = PAGE.section("### " + provider);
        Map<String, String> rows = new LinkedHashMap<>();
        for (Matcher row = ROW.matcher(section); row.find(); ) {
            assertThat(rows.put(row.group(1), row.group(2)))
                    .as("one row of %s", row.group(1))
                    .isNull();
        }
        return rows;
    }

    private static List<String> pointers(String cell) {
        return POINTER.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static List<String> leaves(String pointer, JsonNode node) {
        if (!node.isObject()) {
            return List.of(pointer);
        }
        List<String> leaves = new ArrayList<>();
        node.properties().forEach(member -> leaves.addAll(leaves(pointer + "/" + member.getKey(), member.getValue())));
        return leaves;
    }

    private static List<JsonNode> events() {
        return PAGE.blocks("json").stream()
                .map(block -> Json.tree(block.text()))
                .toList();
    }
}
