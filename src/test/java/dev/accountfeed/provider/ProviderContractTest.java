package dev.accountfeed.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Account;
import dev.accountfeed.account.Json;
import dev.accountfeed.config.MappingCheck;
import dev.accountfeed.config.YamlDocument;
import dev.accountfeed.provider.FixtureRecords.Sample;
import dev.accountfeed.source.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What every provider has to keep, whoever wrote it: each folder under routes/ with a manifest. */
class ProviderContractTest {

    private static final Pattern QUIRK = Pattern.compile("(?m)^([0-9]+)\\. .*?(?=^[0-9]+\\. |\\z)", Pattern.DOTALL);
    private static final Pattern TEST =
            Pattern.compile("`([A-Za-z]+(?:Test|IT))\\.([A-Za-z0-9]+)`|`(fixtures/[a-z0-9-]+\\.yaml)`");

    @Test
    void everyManifestIsInOrder() {
        assertThat(new ProviderReader().readAll(Path.of("routes")).findings()).isEmpty();
    }

    @TestFactory
    Stream<DynamicContainer> everyProvider() {
        return new TreeMap<>(FixtureRecords.providers())
                .values().stream().map(provider -> dynamicContainer(provider.name(), tests(provider)));
    }

    private static Stream<DynamicNode> tests(Provider provider) {
        return Stream.of(
                test("itsMappingCompiles", () -> itsMappingCompiles(provider)),
                dynamicContainer("itsFixturesReplay", fixtures(provider)),
                test("secretsAreDropped", () -> secretsAreDropped(provider)),
                test("unknownFieldsAreKept", () -> unknownFieldsAreKept(provider)),
                test("whatIsNoIdIsUnusable", () -> whatIsNoIdIsUnusable(provider)),
                test(
                        "withoutWhatDecidesTheStatusItIsUnusable",
                        () -> withoutWhatDecidesTheStatusItIsUnusable(provider)),
                test("numbersAndTruthsMayComeAsText", () -> numbersAndTruthsMayComeAsText(provider)),
                test("nullIsTheSameAsAbsent", () -> nullIsTheSameAsAbsent(provider)),
                test("everyErrorCodeHasItsClass", () -> everyErrorCodeHasItsClass(provider)),
                test("errorSamplesAreAmongTheFixtures", () -> errorSamplesAreAmongTheFixtures(provider)),
                test("everyQuirkNamesATestThatIsThere", () -> everyQuirkNamesATestThatIsThere(provider)));
    }

    private static DynamicTest test(String name, Executable test) {
        return dynamicTest(name, test);
    }

    private static Stream<DynamicTest> fixtures(Provider provider) {
        return Fixtures.of(provider).stream()
                .map(file -> test(file.getFileName().toString(), () -> assertThat(new Fixtures().replay(file, provider))
                        .isEmpty()));
    }

    private static void itsMappingCompiles(Provider provider) {
        assertThat(MappingCheck.check(provider.folder())).isEmpty();
        assertThat(samples(provider)).isNotEmpty();
    }

    private static void secretsAreDropped(Provider provider) throws Exception {
        for (Sample sample : samples(provider)) {
            ObjectNode record = sample.record().deepCopy();
            List<String> names = Stream.concat(
                            provider.secrets().stream(),
                            Stream.of("new_token", "apiSecretNew", "PASSWORD", "some_salt", "x-key"))
                    .toList();
            names.forEach(name -> record.put(name, "do not keep"));
            record.putObject("nested").putArray("list").addObject().put("accessToken", "do not keep");
            assertThat(map(provider, record, sample).toString()).doesNotContain("do not keep");
        }
    }

    private static void unknownFieldsAreKept(Provider provider) throws Exception {
        for (Sample sample : samples(provider)) {
            ObjectNode record = sample.record().deepCopy();
            record.set("brand_new_field", Json.tree("{\"a\": [1.50, {\"b\": \"ü\"}]}"));
            assertThat(map(provider, record, sample)
                            .at("/attributes/brand_new_field")
                            .toString())
                    .isEqualTo("{\"a\":[1.50,{\"b\":\"ü\"}]}");
        }
    }

    private static void whatIsNoIdIsUnusable(Provider provider) throws Exception {
        if (provider.records().id() == null) {
            return;
        }
        AnswerFormat format = new AnswerFormat(provider);
        for (Sample sample : samples(provider)) {
            for (String id : List.of("\"\"", "null", "{}", "true", "1.5", "\"a\\nb\"", "\"" + "x".repeat(256) + "\"")) {
                ObjectNode record = sample.record().deepCopy();
                parent(record, provider.records().id())
                        .set(last(provider.records().id()), Json.tree(id));
                if (format.id(record, sample.options()) != null) {
                    assertThatThrownBy(() -> map(provider, record, sample))
                            .as("id %s of %s", id, sample.fixture())
                            .isInstanceOf(UnusableRecord.class);
                }
            }
        }
    }

    private static void withoutWhatDecidesTheStatusItIsUnusable(Provider provider) throws Exception {
        List<String> deciding = provider.derived().getOrDefault("/status", List.of());
        for (Sample sample : samples(provider)) {
            ObjectNode record = sample.record().deepCopy();
            deciding.forEach(pointer -> record.remove(last(pointer)));
            if (!deciding.isEmpty()) {
                assertThatThrownBy(() -> map(provider, record, sample))
                        .isInstanceOf(UnusableRecord.class)
                        .hasMessage("nothing decides the account's status");
            }
            assertThat(Stream.of(Account.Status.values()).map(Enum::name))
                    .contains(map(provider, sample.record().deepCopy(), sample)
                            .path("status")
                            .asText());
        }
    }

    private static void numbersAndTruthsMayComeAsText(Provider provider) throws Exception {
        for (Sample sample : samples(provider)) {
            ObjectNode record = sample.record().deepCopy();
            ObjectNode text = record.deepCopy();
            provider.fields().forEach((name, type) -> {
                if (List.of("number", "boolean").contains(type)
                        && text.path(name).isValueNode()) {
                    text.put(name, text.path(name).asText());
                }
            });
            assertThat(Json.same(map(provider, record, sample), map(provider, text, sample)))
                    .as(sample.fixture().toString())
                    .isTrue();
        }
    }

    private static void nullIsTheSameAsAbsent(Provider provider) throws Exception {
        for (Sample sample : samples(provider)) {
            ObjectNode nulls = sample.record().deepCopy();
            provider.fields().keySet().stream().filter(name -> !nulls.has(name)).forEach(nulls::putNull);
            assertThat(Json.same(map(provider, sample.record().deepCopy(), sample), map(provider, nulls, sample)))
                    .as(sample.fixture().toString())
                    .isTrue();
        }
    }

    private static void everyErrorCodeHasItsClass(Provider provider) {
        Classifier classifier = new Classifier(provider.errors());
        for (Map.Entry<String, String> entry : provider.errors().classes().entrySet()) {
            String code = entry.getKey().startsWith("<")
                    ? String.valueOf(Integer.parseInt(entry.getKey().substring(1)) - 1)
                    : entry.getKey();
            for (String pointer : provider.errors().codes()) {
                for (int status : List.of(200, 400, 500)) {
                    assertThat(classifier.classify(status, error(pointer, code), null, false, text -> text))
                            .as("%s at %s with %s", code, pointer, status)
                            .hasValueSatisfying(refusal ->
                                    assertThat(refusal.outcome().word()).isEqualTo(entry.getValue()));
                }
            }
        }
    }

    private static void errorSamplesAreAmongTheFixtures(Provider provider) {
        TreeSet<String> sampled = new TreeSet<>();
        for (Path file : Fixtures.of(provider)) {
            JsonNode fixture = YamlDocument.read(file).value().orElseThrow().root();
            if (fixture.path("payload").asText().contains("rror") || fixture.has("status")) {
                sampled.add(fixture.path("outcome").asText());
            }
        }
        assertThat(sampled)
                .containsAll(new TreeSet<>(provider.errors().classes().values()));
    }

    private static void everyQuirkNamesATestThatIsThere(Provider provider) throws IOException {
        String page = Files.readString(provider.folder().resolve("BEHAVIOR.md"));
        Matcher quirks = QUIRK.matcher(page);
        int count = 0;
        while (quirks.find()) {
            assertThat(quirks.group(1)).isEqualTo(String.valueOf(++count));
            Matcher tests = TEST.matcher(quirks.group());
            assertThat(tests.find()).as("quirk %s names a test", count).isTrue();
            do {
                assertThat(isThere(provider, tests)).as(tests.group()).isTrue();
            } while (tests.find());
        }
        assertThat(count).isPositive();
    }

    private static boolean isThere(Provider provider, Matcher test) throws IOException {
        if (test.group(3) != null) {
            return Files.exists(provider.folder().resolve(test.group(3)));
        }
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(f -> f.endsWith(test.group(1) + ".java")).toList()) {
                if (Pattern.compile("\\b" + test.group(2) + "\\b")
                        .matcher(Files.readString(file))
                        .find()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Sample> samples(Provider provider) {
        try {
            return FixtureRecords.of(provider);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode map(Provider provider, ObjectNode record, Sample sample) throws UnusableRecord {
        return AccountMapping.of(provider).map(record, sample.options());
    }

    /** A document that holds nothing but a code. */
    private static JsonNode error(String pointer, String code) {
        JsonNode node = code.matches("[0-9]{1,9}")
                ? Json.MAPPER.getNodeFactory().numberNode(Integer.parseInt(code))
                : Json.MAPPER.getNodeFactory().textNode(code);
        String[] steps = pointer.substring(1).split("/");
        for (int i = steps.length - 1; i >= 0; i--) {
            node = steps[i].equals("0")
                    ? Json.MAPPER.createArrayNode().add(node)
                    : Json.MAPPER.createObjectNode().set(steps[i], node);
        }
        return node;
    }

    private static ObjectNode parent(ObjectNode record, String pointer) {
        return (ObjectNode) record.at(JsonPointer.compile(pointer).head());
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }
}
