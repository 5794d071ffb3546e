package dev.accountfeed.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mappings are jq, not a dialect of it: the command gives the same, numbers compared as doubles. */
class JqCommandTest {

    @TempDir
    private Path folder;

    @BeforeAll
    static void jqIsInstalled() {
        assumeTrue(isInstalled(), "skipped: there is no jq command on this machine; CI installs it");
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("jq", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static Stream<Provider> providers() {
        return new TreeMap<>(FixtureRecords.providers()).values().stream();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void theCommandMapsEveryFixtureAlike(Provider provider) throws Exception {
        AccountMapping mapping = AccountMapping.of(provider);
        for (FixtureRecords.Sample sample : FixtureRecords.of(provider)) {
            ObjectNode record = sample.record().deepCopy();
            mapping.prepare(record);
            assertThat(jq(provider, record, sample.options()))
                    .as(sample.fixture().toString())
                    .isEqualTo(doubles(mapping.jq(record, sample.options())));
        }
    }

    private JsonNode jq(Provider provider, JsonNode record, JsonNode options) throws Exception {
        Path input = Files.writeString(folder.resolve("record.json"), Json.text(record));
        Process jq = new ProcessBuilder(List.of(
                        "jq",
                        "-c",
                        "--argjson",
                        "options",
                        Json.text(options),
                        "-f",
                        AccountMapping.file(provider).toString(),
                        input.toString()))
                .redirectErrorStream(true)
                .start();
        try (InputStream out = jq.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(jq.waitFor()).as(text).isZero();
            return doubles(new ObjectMapper().readTree(text));
        }
    }

    /** The same value with every number as a double. */
    private static JsonNode doubles(JsonNode node) {
        JsonNode copy = node.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(doubles(member.getValue())));
        } else if (copy.isArray()) {
            var array = Json.MAPPER.createArrayNode();
            copy.forEach(entry -> array.add(doubles(entry)));
            return array;
        } else if (copy.isNumber()) {
            return Json.MAPPER.getNodeFactory().numberNode(copy.doubleValue());
        }
        return copy;
    }
}
