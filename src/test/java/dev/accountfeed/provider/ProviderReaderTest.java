package dev.accountfeed.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Loaded;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderReaderTest {

    private static final String MANIFEST = """
            title: Acme
            url: https://api.acme.example
            credentials: {type: object, required: [apiKey], properties: {apiKey: {type: string}}}
            options:
              type: object
              additionalProperties: false
              properties:
                page: {type: integer, minimum: 1, default: 10}
                name: {type: string}
            scope: [name]
            maxBytes: 1048576
            records: {id: /id, single: "", list: /all, limit: page, filters: [name], roundCap: 100, paging: {size: size, rows: 50, next: /next, total: /total}}
            errors:
              codes: [/code]
              retryAfter: wait (\\d+)
              classes: {"<100": unavailable, "404": not-found}
            fields: {id: number, secret: string}
            secrets: [secret]
            times: {/createdAt: uuuu-MM-dd}
            derived: {/status: [/attributes/on]}
            preferredAddress: /host
            """;

    @TempDir
    Path routes;

    @Test
    void readsTheShippedManifests() {
        Loaded<Providers> loaded = new ProviderReader().readAll(Path.of("routes"));

        assertThat(loaded.findings()).isEmpty();
        assertThat(loaded.value().orElseThrow().names()).contains("infobip", "telnyx", "twilio", "voximplant");
    }

    @Test
    void aProviderWithoutErrorCodesIsUnderstoodByItsStatus() throws Exception {
        Provider provider = read(MANIFEST.replace("  codes: [/code]\n", "  messages: [/error]\n")
                        .replaceAll("  classes: .*\n", ""))
                .value()
                .orElseThrow();

        assertThat(provider.errors().codes()).isEmpty();
        assertThat(provider.errors().classes()).isEmpty();
        assertThat(provider.errors().messages()).containsExactly("/error");
    }

    @Test
    void whatIsAppendedToTheUrlBeginsWithTheSlashAtItsEnd() throws Exception {
        Provider provider = read(MANIFEST.replace("acme.example", "acme.example/v1/"))
                .value()
                .orElseThrow();

        assertThat(provider.url()).isEqualTo(URI.create("https://api.acme.example/v1"));
    }

    @Test
    void readsEveryPartOfAManifest() throws Exception {
        Provider provider = read(MANIFEST).value().orElseThrow();

        assertThat(provider.name()).isEqualTo("acme");
        assertThat(provider.url()).isEqualTo(URI.create("https://api.acme.example"));
        assertThat(provider.options().at("/properties/page/default").asInt()).isEqualTo(10);
        assertThat(provider.records())
                .isEqualTo(new Provider.Records(
                        "/id",
                        null,
                        "",
                        "/all",
                        null,
                        null,
                        "page",
                        null,
                        100,
                        List.of("name"),
                        new Provider.Paging("size", 50, "/next", null, "/total", 1L << 30)));
        assertThat(provider.preferredAddress()).isEqualTo("/host");
        assertThat(provider.errors().classes()).containsEntry("<100", "unavailable");
        assertThat(provider.errors().messages()).isEmpty();
        assertThat(provider.fields()).containsEntry("id", "number");
        assertThat(provider.secrets()).containsExactly("secret");
        assertThat(provider.times()).containsEntry("/createdAt", "uuuu-MM-dd");
        assertThat(provider.derived()).containsEntry("/status", List.of("/attributes/on"));
    }

    @Test
    void foldersWithoutAManifestAreNoProviders() throws Exception {
        Files.createDirectory(routes.resolve("shared"));
        read(MANIFEST);

        assertThat(new ProviderReader().readAll(routes).value().orElseThrow().names())
                .containsExactly("acme");
    }

    @Test
    void aMappingWithoutAManifestIsAFinding() throws Exception {
        read(MANIFEST);
        Path folder = Files.createDirectory(routes.resolve("chirp"));
        Files.writeString(folder.resolve("provider.yml"), MANIFEST);
        Files.writeString(folder.resolve("chirp-account.jq"), ".");

        Loaded<Providers> loaded = new ProviderReader().readAll(routes);

        assertThat(loaded.findings())
                .extracting(Finding::toString)
                .containsExactly(folder.resolve("provider.yaml") + ": there is no such file, but a mapping for it");
        assertThat(loaded.value().orElseThrow().sound()).containsOnlyKeys("acme");
        assertThat(loaded.value().orElseThrow().broken()).containsExactly("chirp");
    }

    @Test
    void aBrokenManifestDoesNotHideTheOthers() throws Exception {
        read(MANIFEST);
        Files.createDirectory(routes.resolve("bad"));
        Files.writeString(routes.resolve("bad/provider.yaml"), "title: x\n");

        Loaded<Providers> loaded = new ProviderReader().readAll(routes);

        assertThat(loaded.value().orElseThrow().sound()).containsOnlyKeys("acme");
        assertThat(loaded.value().orElseThrow().broken()).containsExactly("bad");
        assertThat(loaded.findings()).hasSize(6);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("title: Acme", "titel: Acme", "1:1: unknown key `titel`; did you mean `title`?"),
                arguments(
                        "https://api.acme.example",
                        "api.acme.example",
                        "2:6: `url` must begin with https:// (or http://)"),
                arguments(
                        "{type: object, required: [apiKey]",
                        "{type: objekt, required: [apiKey]",
                        "3:21: `type` must be one of `array`, `boolean`, `integer`, `null`, `number`, `object`, `string`"),
                arguments(
                        "properties: {apiKey:",
                        "properties: {key:",
                        "3:62: no call is signed with `key`; write one of `file`, `accountId`, `username`, `password`, `apiKey`, `token`"),
                arguments(
                        "properties: {apiKey: {type: string}}",
                        "oneOf: [{properties: {user: {type: string}}}]",
                        "3:71: no call is signed with `user`; did you mean `username`?"),
                arguments("  additionalProperties: false\n", "", "4:1: `options` lacks `additionalProperties`"),
                arguments(
                        "minimum: 1",
                        "minimum: low",
                        "8:36: `minimum` must be a number, without quotes and without a unit"),
                arguments(
                        "name: {type: string}",
                        "name: {type: string, default: x, pattern: '[a'}",
                        "9:47: `pattern` is not a regular expression: Unclosed character class"),
                arguments(
                        "name: {type: string}",
                        "name: {type: array, items: {pattern: '(a'}}",
                        "9:42: `pattern` is not a regular expression: Unclosed group"),
                arguments(
                        "name: {type: string}",
                        "name: {type: object, patternProperties: {'*': {}}}",
                        "9:46: `*` is not a regular expression: Dangling meta character '*'"),
                arguments(
                        "apiKey: {type: string}",
                        "apiKey: {type: string, pattern: 'a{2'}",
                        "3:94: `pattern` is not a regular expression: Unclosed counted closure"),
                arguments("default: 10", "default: 0", "8:48: `default` is not what the option's own schema allows"),
                arguments(
                        "scope: [name]", "scope: [nmae]", "10:9: `nmae` is none of the options; did you mean `name`?"),
                arguments(
                        "maxBytes: 1048576",
                        "maxBytes: 1 MB",
                        "11:11: `maxBytes` must be a whole number, without quotes and without a unit"),
                arguments("id: /id", "id: id", "12:15: `id` is not a JSON Pointer; write for example /error/code"),
                arguments("id: /id", "id: ''", "12:15: `id` must not be empty"),
                arguments(
                        "limit: page",
                        "limit: name",
                        "12:51: the option `name` must have type: integer: rows are counted with it"),
                arguments("limit: page", "limit: pages", "12:51: `pages` is none of the options; did you mean `page`?"),
                arguments(
                        "list: /all, limit: page, filters: [name], roundCap: 100, paging: {size: size, rows: 50, next: /next, total: /total}",
                        "limit: page",
                        "12:32: `limit` needs `list` beside it"),
                arguments(
                        "filters: [name]",
                        "filters: [name, name]",
                        "12:66: `filters` holds the same entry twice; keep one"),
                arguments(
                        "[/code]",
                        "[code]",
                        "14:11: this entry of `codes` is not a JSON Pointer; write for example /error/code"),
                arguments("next: /next, total: /total", "offset: skip", "12:120: `offset` needs `total` beside it"),
                arguments(
                        "next: /next, total: /total",
                        "total: /total",
                        "12:89: `paging` must hold either `next`, or `offset`"),
                arguments("rows: 50, ", "", "12:98: `size` needs `rows` beside it"),
                arguments(
                        "id: /id, single: \"\", list",
                        "single: \"\", list",
                        "12:1: `records` must hold either `id`, or `idOption`"),
                arguments(
                        "filters: [name]",
                        "beside: nmae",
                        "12:65: `nmae` is none of the options; did you mean `name`?"),
                arguments(
                        "single: \"\", ",
                        "",
                        "16:41: `not-found` is said of one account, and `records` has no `single`; write unexpected"),
                arguments("[/code]", "[]", "14:10: `codes` must not be empty"),
                arguments(
                        "wait (\\d+)", "wait (\\d+", "15:15: `retryAfter` is not a regular expression: Unclosed group"),
                arguments(
                        "wait (\\d+)",
                        "wait \\d+",
                        "15:15: `retryAfter` must have exactly one group: the seconds, as (\\d+)"),
                arguments(
                        "not-found",
                        "missing",
                        "16:41: `404` must be one of `unavailable`, `token-refused`, `refused`, `throttled`, `not-found`, `unexpected`"),
                arguments(
                        "\"<100\"",
                        "\"<hundred\"",
                        "16:13: `<hundred` is not an error code; write the code, or <100 for the numbers below 100"),
                arguments(
                        "secrets: [secret]",
                        "secrets: [secrte]",
                        "18:11: `secrte` is none of the fields; did you mean `secret`?"),
                arguments(
                        "fields: {id: number, secret: string}",
                        "fields: {}",
                        "17:1: `fields` must have at least 1 key"),
                arguments(
                        "id: number",
                        "id: nmuber",
                        "17:14: `id` must be one of `string`, `number`, `boolean`, `object`, `array`"),
                arguments(
                        "title: Acme",
                        "title: Acme\napiKeyScheme: a b",
                        "2:15: `apiKeyScheme` must match ^[A-Za-z0-9-]+$ (word before an API key in the Authorization header; leave it out where there is none)"),
                arguments(
                        "uuuu-MM-dd",
                        "uuuu-QQQQQQQ",
                        "19:21: is not a time format; write for example uuuu-MM-dd HH:mm:ss"),
                arguments(
                        "/createdAt", "/created", "19:9: an account has no `created` here; did you mean `createdAt`?"),
                arguments(
                        "derived: {/status",
                        "derived: {/statuss",
                        "20:11: an account has no `statuss` here; did you mean `status`?"),
                arguments("/attributes/on", "/on", "20:21: is no raw attribute; write for example /attributes/balance"),
                arguments(
                        "/createdAt",
                        "createdAt",
                        "19:9: `createdAt` is not a JSON Pointer; write for example /createdAt"),
                arguments(
                        "derived: {/status: [",
                        "derived: {status: [",
                        "20:11: `status` is not a JSON Pointer; write for example /createdAt"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsEachMistakeOnceAndWhere(String right, String wrong, String finding) throws Exception {
        List<String> findings = read(MANIFEST.replace(right, wrong)).findings().stream()
                .map(Finding::toString)
                .map(text -> text.replace(routes.resolve("acme/provider.yaml") + ":", ""))
                .toList();

        assertThat(findings).containsExactly(finding);
    }

    static Stream<Arguments> mistakesOfXml() {
        return Stream.of(
                arguments(
                        "list: /all",
                        "list: /all/of",
                        "12:26: `list` must be one step, as /accounts, where there is XML too"),
                arguments(
                        "format: {enum: [json, xml], default: json}",
                        "name2: {type: string}",
                        "12:41: `element` is for XML, which no answer is; write the option format: {enum: [xml], default: xml}"),
                arguments(
                        "enum: [json, xml], default: json",
                        "enum: [XML], default: XML",
                        "8:13: `format` decides how answers are read; write enum: [json], [xml] or [json, xml]"),
                arguments(
                        "enum: [json, xml], default: json",
                        "enum: [xml]",
                        "8:13: `format` lacks a `default`: without one, answers are read as json"),
                arguments(", element: account", "", "12:1: `records` lacks `element`, the XML name of one record"),
                arguments(
                        "element: account",
                        "element: account, paging: {next: /next}",
                        "12:50: `paging` is read in JSON only: in XML the first page would be taken for all"));
    }

    @ParameterizedTest
    @MethodSource("mistakesOfXml")
    void whatXmlNeedsIsToldBeforeTheFirstPoll(String right, String wrong, String finding) throws Exception {
        String manifest = MANIFEST.replace(
                        "page: {type: integer, minimum: 1, default: 10}", "format: {enum: [json, xml], default: json}")
                .replaceAll("records: .*", "records: {id: /id, list: /all, element: account}")
                .replace(", \"404\": not-found", "");
        assertThat(read(manifest).findings()).isEmpty();

        assertThat(read(manifest.replace(right, wrong)).findings())
                .map(found -> found.line() + ":" + found.column() + ": " + found.message())
                .containsExactly(finding);
    }

    @Test
    void anIdFromTheOptionsMustBeRequired() throws Exception {
        String records = MANIFEST.lines()
                .filter(line -> line.startsWith("records"))
                .findFirst()
                .orElseThrow();
        String manifest = MANIFEST.replace(records, "records: {idOption: name, single: /data}");

        assertThat(read(manifest).findings())
                .map(Finding::message)
                .containsExactly("`name` must be among the `required` of the options: without it there is no id");
        assertThat(read(manifest.replace("options:\n", "options:\n  required: [name]\n"))
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uuuu-MM-dd HH:mm:ss VV",
                "uuuu-MM-dd HH:mm z",
                "'[EEE, ]d MMM uuuu HH:mm[:ss] Z'",
                "uuuu-MM-ddXXX"
            })
    void aTimeMayHaveAZone(String format) throws Exception {
        assertThat(read(MANIFEST.replace("uuuu-MM-dd", format)).findings()).isEmpty();
    }

    @Test
    void anOptionMayBeCalledPattern() throws Exception {
        assertThat(read(MANIFEST.replace("      name:", "      pattern: {const: {pattern: '[a'}}\n      name:"))
                        .findings())
                .isEmpty();
    }

    @Test
    void theFolderIsTheName() throws Exception {
        Path folder = Files.createDirectory(routes.resolve("Acme_Inc"));
        Files.writeString(folder.resolve("provider.yaml"), MANIFEST);

        assertThat(new ProviderReader().read(folder).findings())
                .map(Finding::message)
                .containsExactly(
                        "the folder's name must be small letters, digits and dashes: it is the provider's name");
    }

    private Loaded<Provider> read(String manifest) throws IOException {
        Path folder = Files.createDirectories(routes.resolve("acme"));
        Files.writeString(folder.resolve("provider.yaml"), manifest);
        return new ProviderReader().read(folder);
    }
}
