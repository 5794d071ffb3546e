package dev.accountfeed.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import dev.accountfeed.auth.CredentialsException;
import dev.accountfeed.auth.ServiceAccountKeyFile;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.event.EventSchemas;
import dev.accountfeed.provider.AccountMapping;
import dev.accountfeed.provider.Answer;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.ProviderReader;
import dev.accountfeed.provider.Providers;
import dev.accountfeed.provider.RecordReader;
import dev.accountfeed.provider.UnusableRecord;
import dev.accountfeed.source.Inventory;
import dev.accountfeed.source.InventoryReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Readers of what others write, given any bytes: they read them or refuse them in the one way that their callers know.
 *
 * <p>In the build each runs with the cases that were found, from {@code ReadersFuzzTestInputs}; {@code -Pfuzz} looks
 * for more.
 */
class ReadersFuzzTest {

    private static final AnswerFormat INFOBIP = new AnswerFormat(Seeds.INFOBIP);
    private static final AnswerFormat VOXIMPLANT = new AnswerFormat(Seeds.VOXIMPLANT);
    private static final AccountMapping INFOBIP_ACCOUNT = AccountMapping.of(Seeds.INFOBIP);
    private static final AccountMapping VOXIMPLANT_ACCOUNT = AccountMapping.of(Seeds.VOXIMPLANT);
    private static final ObjectNode NO_OPTIONS = Json.MAPPER.createObjectNode();
    private static final Providers PROVIDERS =
            new ProviderReader().readAll(Path.of("routes")).value().orElseThrow();
    private static final int MAX_BYTES = 1 << 20;

    @FuzzTest(maxDuration = "10m")
    void jsonList(byte[] body) throws Exception {
        list("json", body);
    }

    @FuzzTest(maxDuration = "10m")
    void xmlList(byte[] body) throws Exception {
        list("xml", body);
    }

    /** What has been read to its end can be walked, with as many rows: deletes depend on it. */
    private static void list(String format, byte[] body) throws Exception {
        try (Answer answer = new Answer(Path.of("target"))) {
            answer.receive(new ByteArrayInputStream(body), MAX_BYTES);
            RecordReader reader = INFOBIP.reader(format);
            RecordReader.Scan scan;
            try {
                scan = reader.scan(answer);
            } catch (IOException e) {
                return;
            }
            INFOBIP.classifier().classify(200, scan.rest(), null, false, text -> text);
            long rows = 0;
            try (RecordReader.Records records = reader.open(answer)) {
                while (records.hasNext()) {
                    row(records.next(), INFOBIP, INFOBIP_ACCOUNT);
                    rows++;
                }
            }
            assertThat(rows).isEqualTo(scan.rows());
        }
    }

    private static void row(JsonNode record, AnswerFormat format, AccountMapping mapping) {
        if (format.id(record, NO_OPTIONS) == null) {
            return;
        }
        assertThat(format.fingerprints(NO_OPTIONS).of(record)).hasSize(16);
        try {
            JsonNode account = mapping.map(record, NO_OPTIONS);
            assertThat(EventSchemas.problems(EventSchemas.ACCOUNT, Json.tree(Json.text(account))))
                    .isEmpty();
        } catch (UnusableRecord e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @FuzzTest(maxDuration = "10m")
    void single(byte[] body) throws Exception {
        for (AnswerFormat.Format format : AnswerFormat.Format.values()) {
            JsonNode tree = tree(format.mapper(), body);
            if (tree != null) {
                JsonNode one = VOXIMPLANT.single(tree);
                if (one != null) {
                    row(one, VOXIMPLANT, VOXIMPLANT_ACCOUNT);
                }
                JsonNode other = INFOBIP.single(tree);
                if (other != null) {
                    row(other, INFOBIP, INFOBIP_ACCOUNT);
                }
            }
        }
    }

    @FuzzTest(maxDuration = "10m")
    void errorBody(byte[] body) throws Exception {
        for (AnswerFormat.Format format : AnswerFormat.Format.values()) {
            JsonNode tree = tree(format.mapper(), body);
            for (AnswerFormat provider : List.of(INFOBIP, VOXIMPLANT)) {
                for (int status : new int[] {200, 400, 401, 404, 429, 500, 503}) {
                    if (tree != null) {
                        provider.classifier()
                                .classify(status, tree, Duration.ofSeconds(1), true, text -> text)
                                .ifPresent(refusal -> assertThat(refusal.getMessage())
                                        .hasSizeLessThan(1000)
                                        .doesNotContain("\n", "\u001b"));
                    }
                }
            }
        }
    }

    private static JsonNode tree(ObjectMapper mapper, byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (IOException | NumberFormatException e) {
            return null; // refused, as callers know it: Jackson throws the latter for an exponent beyond Java's
        }
    }

    @FuzzTest(maxDuration = "10m")
    void credentials(byte[] file) throws Exception {
        Path path = Files.write(Path.of("target/fuzzed-credentials.json"), file);
        boolean sound = ServiceAccountKeyFile.check(path).isEmpty();
        try {
            ServiceAccountKeyFile.read(path);
            assertThat(sound).isTrue();
        } catch (CredentialsException e) {
            assertThat(sound).isFalse();
            assertThat(e.getMessage()).contains("fuzzed-credentials.json");
        }
    }

    @FuzzTest(maxDuration = "10m")
    void inventory(byte[] file) throws Exception {
        Path path = Files.write(Path.of("target/fuzzed-sources.yaml"), file);
        Loaded<Inventory> loaded = new InventoryReader(PROVIDERS, text -> text, credentials -> List.of()).read(path);
        assertThat(loaded.value().isPresent()).isEqualTo(loaded.findings().isEmpty());
    }
}
