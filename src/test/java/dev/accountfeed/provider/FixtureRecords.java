package dev.accountfeed.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.config.YamlDocument;
import dev.accountfeed.source.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The records in a provider's fixtures, each as the provider sends it. */
final class FixtureRecords {

    private FixtureRecords() {}

    /** A record, and the options of the source that it came to. */
    record Sample(Path fixture, ObjectNode record, ObjectNode options) {}

    static Map<String, Provider> providers() {
        return new ProviderReader()
                .readAll(Path.of("routes"))
                .value()
                .orElseThrow()
                .sound();
    }

    /** Records that an account can be made of, from the JSON fixtures. */
    static List<Sample> of(Provider provider) throws Exception {
        List<Sample> samples = new ArrayList<>();
        for (Path file : Fixtures.of(provider)) {
            YamlDocument fixture = YamlDocument.read(file).value().orElseThrow();
            String outcome = fixture.root().path("outcome").asText("ok");
            boolean good = List.of("ok", "filtered").contains(outcome);
            if (good
                    && !fixture.at("/options/format").asText().equals("xml")
                    && !fixture.root().has("unusable")) {
                samples.addAll(samples(provider, file, fixture));
            }
        }
        return samples;
    }

    private static List<Sample> samples(Provider provider, Path file, YamlDocument fixture) throws Exception {
        List<Sample> samples = new ArrayList<>();
        ObjectNode options = Json.MAPPER.createObjectNode();
        fixture.at("/options").properties().forEach(option -> options.set(option.getKey(), option.getValue()));
        JsonNode payload = fixture.at("/payload");
        for (JsonNode body : payload.isArray() ? payload : List.of(payload)) {
            JsonNode answer = Json.MAPPER.readTree(body.asText());
            Provider.Records records = provider.records();
            JsonNode one = records.single() == null ? answer.path("\0") : answer.at(records.single());
            JsonNode many = records.list() == null ? answer.path("\0") : answer.at(records.list());
            if (many.isArray()) {
                many.forEach(row -> samples.add(new Sample(file, (ObjectNode) row, options)));
            } else if (one instanceof ObjectNode record && !record.has("error")) {
                samples.add(new Sample(file, record, options));
            }
        }
        return samples;
    }
}
