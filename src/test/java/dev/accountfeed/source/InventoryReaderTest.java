package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.provider.ProviderReader;
import dev.accountfeed.provider.Providers;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryReaderTest {

    private static final Providers PROVIDERS =
            new ProviderReader().readAll(Path.of("routes")).value().orElseThrow();

    /** Two lines that most of the inventories below need; what follows begins in line 4. */
    private static final String INFOBIP = """
            sources:
              - id: ib
                provider: infobip
            """;

    /** Of a name that may be a part of a secret, as where a space or quotes are missing. */
    private static final String SLIP = " (a space belongs behind its colon, and what holds a comma in quotes)";

    private static final String KEY = "    credentials: {apiKey: hunter2}\n";

    @TempDir
    Path config;

    private List<Finding> inCredentials = List.of();

    @BeforeEach
    void credentialsFile() throws IOException {
        Files.createDirectory(config.resolve("secrets"));
        Files.writeString(config.resolve("secrets/vox.json"), "{}");
    }

    @Test
    void readsTheInventoryOfTheContract() throws Exception {
        System.setProperty("TEST_PASSWORD", "hunter2");
        System.setProperty("TEST_LIMIT", "77");
        Inventory inventory = read("""
                defaults:
                  every: 90s
                  changes: {deleteAfter: 3}
                sources:
                  - id: voximplant-main
                    provider: voximplant
                    credentials:
                      file: secrets/vox.json
                      accountId: 3456750
                    options:
                      returnLiveBalance: false
                    changes:
                      ignore: [/attributes/record_storage_name]
                      minDelta: {/balance/amount: 1.00}
                    callback:
                      token: abc-123
                  - id: infobip-all
                    provider: infobip
                    url: https://example.api.infobip.com/
                    credentials:
                      username: me
                      password: "{{sys:TEST_PASSWORD}}"
                    cron: "0 0 6 * * mon-fri"
                    timeZone: Europe/Berlin
                    enabled: false
                    options: {limit: "{{sys:TEST_LIMIT}}"}
                    changes: {maxDeleteShare: 0.25}
                providers:
                  voximplant: {concurrency: 16, requestsPerSecond: 20, timeout: 20s}
                """).value().orElseThrow();

        Source voximplant = inventory.sources().get(0);
        assertThat(voximplant.url()).isEqualTo(URI.create("https://api.voximplant.com/platform_api"));
        assertThat(voximplant.credentials())
                .isEqualTo(new Credentials.KeyFile(config.resolve("secrets/vox.json"), "3456750"));
        assertThat(voximplant.recurrence()).isEqualTo(new Recurrence.Every(Duration.ofSeconds(90)));
        assertThat(voximplant.options().get("returnLiveBalance").asBoolean()).isFalse();
        assertThat(voximplant.changes().deleteAfter()).isEqualTo(3);
        assertThat(voximplant.changes().minDelta()).isEqualTo(Map.of("/balance/amount", new BigDecimal("1.00")));
        assertThat(voximplant.callbackToken()).isEqualTo("abc-123");
        Source infobip = inventory.sources().get(1);
        assertThat(infobip.url()).isEqualTo(URI.create("https://example.api.infobip.com"));
        assertThat(infobip.credentials()).isEqualTo(new Credentials.Basic("me", "hunter2"));
        assertThat(infobip.recurrence())
                .isEqualTo(new Recurrence.Cron("0 0 6 * * mon-fri", ZoneId.of("Europe/Berlin")));
        assertThat(infobip.enabled()).isFalse();
        assertThat(infobip.options())
                .containsOnlyKeys("format", "limit", "maxLimit")
                .containsEntry("format", TextNode.valueOf("json"));
        assertThat(infobip.options().get("limit").intValue()).isEqualTo(77);
        assertThat(infobip.changes().deleteAfter()).isEqualTo(3);
        assertThat(infobip.changes().maxDeleteShare()).isEqualTo(0.25);
        assertThat(infobip.callbackToken()).isNull();
        assertThat(inventory.budgets())
                .containsEntry("voximplant", new Budget(16, 20, Duration.ofSeconds(20)))
                .containsEntry("infobip", new Budget(4, 5, Duration.ofSeconds(60)));
    }

    @Test
    void fillsInNoDefaultThatAnOptionExcludes() throws Exception {
        Source source = read(INFOBIP + KEY + "    options: {key: _}\n")
                .value()
                .orElseThrow()
                .sources()
                .get(0);

        assertThat(source.options()).containsOnlyKeys("format", "key");
    }

    @Test
    void aSourceWithoutARecurrenceIsPolledEveryMinute() throws Exception {
        Source source = read(INFOBIP + KEY).value().orElseThrow().sources().get(0);

        assertThat(source.recurrence()).isEqualTo(new Recurrence.Every(Duration.ofSeconds(60)));
        assertThat(source.options().get("limit")).isEqualTo(IntNode.valueOf(1000));
    }

    @Test
    void anOwnRecurrenceReplacesTheDefault() throws Exception {
        Source source = read("defaults: {cron: 0 0 6 * * *}\n" + INFOBIP + KEY + "    every: 5m\n")
                .value()
                .orElseThrow()
                .sources()
                .get(0);

        assertThat(source.recurrence()).isEqualTo(new Recurrence.Every(Duration.ofMinutes(5)));
    }

    @Test
    void cronCountsInUtcUnlessToldOtherwise() throws Exception {
        Source source = read(INFOBIP + KEY + "    cron: 0 0 6 * * *\n")
                .value()
                .orElseThrow()
                .sources()
                .get(0);

        assertThat(source.recurrence()).isEqualTo(new Recurrence.Cron("0 0 6 * * *", ZoneOffset.UTC));
    }

    private static Set<String> shippedProviders() {
        return new ProviderReader()
                .readAll(Path.of("routes"))
                .value()
                .orElseThrow()
                .names();
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ms", "30s", "5m", "1h", "1d", "PT1M30S", "P1D", "100ms"})
    void takesDurationsAsPeopleWriteThem(String every) throws Exception {
        assertThat(read(INFOBIP + KEY + "    every: " + every + "\n").findings())
                .isEmpty();
    }

    @Test
    void theShippedInventoryIsSound() {
        assertThat(new InventoryReader(PROVIDERS, text -> text, file -> List.of())
                        .read(Path.of("config/sources.yaml"))
                        .findings())
                .isEmpty();
    }

    static Stream<Arguments> mistakes() {
        String duration = "is not a duration; write for example 500ms, 30s, 5m, 1h, 1d or PT1M30S";
        String either = "`credentials` must hold either `username` and `password`, or `apiKey`";
        String cron = "is not a cron expression; write second, minute, hour, day of month, month, day of week:"
                + " \"0 0 6 * * MON-FRI\"";
        return Stream.of(
                // the file
                arguments("", "1:1: the file is empty; give it a value or remove the line"),
                arguments("[]", "1:1: the file must be a mapping of keys to values"),
                arguments("soruces: []\n", "1:1: unknown key `soruces`; did you mean `sources`?"),
                arguments("sources: []\nfoo: 1\n", "2:1: unknown key `foo`; write one of `defaults`, `providers`"),
                arguments("sources:\n", "1:9: `sources` is empty; give it a value or remove the line"),
                arguments("sources: {}\n", "1:10: `sources` must be a list"),
                arguments("sources:\n  - 5\n", "2:5: this entry of `sources` must be a mapping of keys to values"),
                // ids
                arguments(
                        "sources:\n  - provider: infobip\n" + KEY,
                        "2:5: this entry of `sources` lacks `id` (the source's name, unique in the file)"),
                arguments(
                        INFOBIP.replace("ib", "IB_1").replace("infoIB_1p", "infobip") + KEY,
                        "2:9: `id` must be 1 to 63 small letters, digits and dashes, and not begin with a dash"),
                arguments(
                        INFOBIP + KEY + INFOBIP.substring(9) + KEY,
                        "5:9: `id` is taken by the source in line 2; ids are unique"),
                // provider
                arguments(
                        INFOBIP.replace("infobip", "infobib") + KEY,
                        "3:15: `provider` names no folder under routes/; did you mean `infobip`?"),
                arguments(
                        INFOBIP.replace("infobip", "elsewhere") + KEY,
                        "3:15: `provider` names no folder under routes/; write one of `"
                                + String.join("`, `", shippedProviders()) + "`"),
                // options
                arguments(
                        INFOBIP + KEY + "    options: {name: a, balance: true}\n",
                        "5:24: `balance` needs `key` beside it"),
                arguments(INFOBIP + KEY + "    options: {key: ABC, balance: true}\n", "5:20: `key` must be `_`"),
                // url
                arguments(INFOBIP + KEY + "    url: ftp://x\n", "5:10: `url` must begin with https:// (or http://)"),
                arguments(
                        INFOBIP + KEY + "    url: example.com\n", "5:10: `url` must begin with https:// (or http://)"),
                arguments(
                        INFOBIP + KEY + "    url: https://\n",
                        "5:10: `url` is not a URL; write for example https://api.example.com/path"),
                arguments(
                        INFOBIP + KEY + "    url: https://a b\n",
                        "5:10: `url` is not a URL; write for example https://api.example.com/path"),
                arguments(
                        INFOBIP + KEY + "    url: https://me:hunter2@x.y\n",
                        "5:10: `url` must not hold a user or password; put them under `credentials`"),
                arguments(
                        INFOBIP + KEY + "    url: https://x.y?key=hunter2\n",
                        "5:10: `url` must end before the ? or #; what is asked of the provider stands under `options`"),
                arguments(
                        INFOBIP + KEY + "    url: https://x.y:99999\n", "5:10: `url` must have a port from 1 to 65535"),
                // when
                arguments(INFOBIP + KEY + "    every: five\n", "5:12: `every` " + duration),
                arguments(INFOBIP + KEY + "    every: 1m30\n", "5:12: `every` " + duration),
                arguments(INFOBIP + KEY + "    every: 60\n", "5:12: `every` " + duration),
                arguments(INFOBIP + KEY + "    every: -5s\n", "5:12: `every` " + duration),
                arguments(INFOBIP + KEY + "    every: 1w\n", "5:12: `every` " + duration),
                arguments(INFOBIP + KEY + "    every: P1M\n", "5:12: `every` " + duration),
                arguments(INFOBIP + KEY + "    every: 99ms\n", "5:12: `every` must be at least 100ms"),
                arguments(INFOBIP + KEY + "    every: 999999999999d\n", "5:12: `every` must be at most 3650d"),
                arguments(INFOBIP + KEY + "    every:\n", "5:11: `every` is empty; give it a value or remove the line"),
                arguments(
                        INFOBIP + KEY + "    every: 5m\n    cron: 0 0 6 * * *\n",
                        "5:5: `every` excludes `cron`; keep one of them"),
                arguments(
                        INFOBIP + KEY + "    cron: 0 6 * * *\n",
                        "5:11: `cron` has 5 fields instead of 6; write second, minute, hour, day of month, month, day of week: \"0 0 6 * * MON-FRI\""),
                arguments(INFOBIP + KEY + "    cron: 0 0 25 * * *\n", "5:11: `cron` " + cron),
                arguments(INFOBIP + KEY + "    cron: 0 0 6 * * MONDAYS\n", "5:11: `cron` " + cron),
                arguments(INFOBIP + KEY + "    cron: 0 0 6 30 2 *\n", "5:11: `cron` never comes: there is no such day"),
                arguments(
                        INFOBIP + KEY + "    cron: 0 0 6 * * *\n    timeZone: Europe/Berln\n",
                        "6:15: `timeZone` is no known time zone; did you mean `Europe/Berlin`?"),
                arguments(INFOBIP + KEY + "    timeZone: UTC\n", "5:5: `timeZone` needs `cron` beside it"),
                arguments("defaults: {every: 5}\n" + INFOBIP + KEY, "1:19: `every` " + duration),
                arguments("defaults: {evry: 5s}\n" + INFOBIP + KEY, "1:12: unknown key `evry`; did you mean `every`?"),
                // enabled
                arguments(
                        INFOBIP + KEY + "    enabled: yes\n",
                        "5:14: `enabled` must be true or false, without quotes; yes, no, on and off are texts in YAML 1.2"),
                arguments(INFOBIP + KEY + "    enabled: 1\n", "5:14: `enabled` must be true or false"),
                // credentials
                arguments(
                        INFOBIP,
                        "2:5: this entry of `sources` lacks `credentials` (what the source proves itself with; which keys, the provider's manifest says)"),
                arguments(
                        INFOBIP + "    credentials: hunter2\n",
                        "4:18: `credentials` must be a mapping of keys to values"),
                arguments(INFOBIP + "    credentials: {}\n", "4:5: " + either),
                arguments(INFOBIP + "    credentials: {apiKey: a, username: b}\n", "4:5: " + either),
                arguments(INFOBIP + "    credentials: {apiKey: a, username: b, password: c}\n", "4:5: " + either),
                arguments(INFOBIP + "    credentials: {token: a}\n", "4:5: " + either),
                arguments(
                        INFOBIP + "    credentials: {username: hunter2}\n",
                        "4:5: `credentials` lacks `password` (the user's password)"),
                arguments(
                        INFOBIP + "    credentials: {usrname: hunter2, password: hunter2}\n",
                        "4:19: unknown key `usrname`; did you mean `username`?"),
                arguments(
                        INFOBIP + "    credentials: {apikey: hunter2}\n",
                        "4:19: unknown key `apikey`; did you mean `apiKey`?"),
                arguments(
                        INFOBIP + "    credentials: {username: u, password: hunter1,hunter2}\n",
                        "4:50: unknown key without a value; remove it" + SLIP),
                arguments(
                        INFOBIP + "    credentials: {apiKey: hunter1}\n    callback: {token: a, token:hunter2}\n",
                        "5:26: unknown key without a value; remove it" + SLIP),
                arguments(
                        INFOBIP + "    credentials: {apiKey: 12345}\n",
                        "4:27: `apiKey` must be a text; put it in quotes"),
                arguments(INFOBIP + "    credentials: {apiKey: ''}\n", "4:27: `apiKey` must not be empty"),
                arguments(
                        INFOBIP + "    credentials: {apiKey: \"hunter2\\n\"}\n",
                        "4:27: `apiKey` must not hold a line break, which files and secrets often end in; leave it out"
                                + " there"),
                arguments(
                        INFOBIP + "    credentials: {username: 'a:b', password: c}\n",
                        "4:29: `username` must not hold a colon: behind it the password begins (RFC 7617)"),
                arguments(
                        vox("file: secrets/nothing.json"),
                        "4:25: `file` does not exist; the name is relative to the config folder"),
                arguments(vox("file: secrets"), "4:25: `file` is not a file"),
                arguments(vox("file: \"a\\0b\""), "4:25: `file` is not the name of a file"),
                arguments(
                        vox("file: secrets/vox.json, accountId: a1"),
                        "4:54: `accountId` must match ^[0-9]+$ (act for this child account; the key's own account by default)"),
                arguments(
                        vox("accountId: 5"),
                        "4:5: `credentials` lacks `file` (credentials.json as downloaded, relative to the config folder)"),
                // options
                arguments(
                        INFOBIP + KEY + "    options: {fromat: xml}\n",
                        "5:15: unknown key `fromat`; did you mean `format`?"),
                arguments(
                        INFOBIP + KEY + "    options: {format: yaml}\n", "5:23: `format` must be one of `json`, `xml`"),
                arguments(INFOBIP + KEY + "    options: {limit: 0}\n", "5:22: `limit` must be at least 1"),
                arguments(INFOBIP + KEY + "    options: {limit: 100001}\n", "5:22: `limit` must be at most 100000"),
                arguments(
                        INFOBIP + KEY + "    options: {limit: '5'}\n",
                        "5:22: `limit` must be a whole number, without quotes and without a unit"),
                arguments(INFOBIP + KEY + "    options: {limit: 1.5}\n", "5:22: `limit` must be a whole number"),
                arguments(
                        INFOBIP + KEY + "    options: {key: a/b}\n",
                        "5:20: `key` must match ^(_|[A-Za-z0-9-]{1,255})$ (one account instead of a list; _ is the caller's own)"),
                arguments(
                        INFOBIP + KEY + "    options: {key: _, name: x}\n",
                        "5:23: `name` excludes `key`; keep one of them"),
                arguments(
                        INFOBIP + KEY + "    options: {key: _, enabled: true}\n",
                        "5:23: `enabled` excludes `key`; keep one of them"),
                arguments(
                        INFOBIP + KEY + "    options: {key: _, limit: 5}\n",
                        "5:23: `limit` excludes `key`; keep one of them"),
                arguments(
                        INFOBIP + KEY + "    options: {limit: 500, maxLimit: 100}\n",
                        "5:22: `limit` (500) must be at most `maxLimit` (100)"),
                arguments(
                        INFOBIP + KEY + "    options: {maxLimit: 100}\n",
                        "5:25: `limit` (1000) must be at most `maxLimit` (100)"),
                arguments(
                        INFOBIP + KEY + "    options:\n",
                        "5:13: `options` is empty; give it a value or remove the line"),
                // changes
                arguments(
                        INFOBIP + KEY + "    changes: {ignore: [balance]}\n",
                        "5:24: this entry of `ignore` is not a JSON Pointer; write for example /balance/amount"),
                arguments(
                        INFOBIP + KEY + "    changes: {ignore: ['']}\n",
                        "5:24: this entry of `ignore` is not a JSON Pointer; write for example /balance/amount"),
                arguments(
                        INFOBIP + KEY + "    changes: {ignore: [/a~2]}\n",
                        "5:24: this entry of `ignore` is not a JSON Pointer; write for example /balance/amount"),
                arguments(
                        INFOBIP + KEY + "    changes: {ignore: [/name, /name]}\n",
                        "5:23: `ignore` holds the same entry twice; keep one"),
                arguments(
                        INFOBIP + KEY + "    changes: {ignore: [/balanc/amount]}\n",
                        "5:24: an account has no `balanc` here; did you mean `balance`?"),
                arguments(
                        INFOBIP + KEY + "    changes: {minDelta: {/balance/amonut: 1}}\n",
                        "5:26: an account has no `amonut` here; did you mean `amount`?"),
                arguments(
                        INFOBIP + KEY + "    changes: {minDelta: {/balance: 1}}\n",
                        "5:26: `/balance` is no number; write one, such as /balance/amount"),
                arguments(
                        INFOBIP + KEY + "    changes: {minDelta: {/createdAt: 1}}\n",
                        "5:26: `/createdAt` is no number; write one, such as /balance/amount"),
                arguments(
                        INFOBIP + KEY + "    changes: {minDelta: {amount: 1}}\n",
                        "5:26: `amount` is not a JSON Pointer; write for example /balance/amount"),
                arguments(
                        INFOBIP + KEY + "    changes: {minDelta: {/balance/amount: -1}}\n",
                        "5:43: `/balance/amount` must be at least 0"),
                arguments(
                        INFOBIP + KEY + "    changes: {minDelta: {/balance/amount: '1'}}\n",
                        "5:43: `/balance/amount` must be a number, without quotes and without a unit"),
                arguments(INFOBIP + KEY + "    changes: {deleteAfter: 0}\n", "5:28: `deleteAfter` must be at least 1"),
                arguments(
                        INFOBIP + KEY + "    changes: {maxDeleteShare: 50}\n",
                        "5:31: `maxDeleteShare` must be at most 1"),
                // callback
                arguments(
                        INFOBIP + KEY + "    callback: hunter2\n",
                        "5:15: `callback` must be a mapping of keys to values"),
                arguments(
                        INFOBIP + KEY + "    callback: {}\n",
                        "5:5: `callback` lacks `token` (the last part of the path /hooks/<provider>/<token>: long, random, and a placeholder here)"),
                arguments(
                        INFOBIP + KEY + "    callback: {token: hunter2/x}\n",
                        "5:23: `token` must be 1 to 255 letters, digits, dots, dashes, underscores and tildes: it is part of a path"),
                // budgets
                arguments(
                        "sources: []\nproviders: {infobib: {}}\n",
                        "2:13: `infobib` names no folder under routes/; did you mean `infobip`?"),
                arguments(
                        "sources: []\nproviders: {infobip: {concurrency: 0}}\n",
                        "2:36: `concurrency` must be at least 1"),
                arguments(
                        "sources: []\nproviders: {infobip: {requestsPerSecond: 0}}\n",
                        "2:42: `requestsPerSecond` must be at least 0.001"),
                arguments("sources: []\nproviders: {infobip: {timeout: 10}}\n", "2:32: `timeout` " + duration),
                arguments(
                        "sources: []\nproviders: {infobip: {timeout: 1ms}}\n",
                        "2:32: `timeout` must be at least 100ms"),
                arguments(
                        "sources: []\nproviders: {infobip: {timeuot: 1s}}\n",
                        "2:23: unknown key `timeuot`; did you mean `timeout`?"),
                // placeholders
                arguments(
                        INFOBIP + "    credentials: {apiKey: '{{env:NOT_SET_AT_ALL}}'}\n",
                        "4:27: `{{env:NOT_SET_AT_ALL}}` has no value; set the environment variable NOT_SET_AT_ALL"),
                arguments(
                        INFOBIP + "    credentials: {apiKey: 'hunter2{{not.set}}'}\n",
                        "4:27: `{{not.set}}` has no value; declare it in application.properties"),
                arguments(
                        INFOBIP + "    credentials: {apiKey: '{{sys:not.set}}'}\n",
                        "4:27: `{{sys:not.set}}` has no value; set the system property not.set"),
                arguments(
                        INFOBIP + "    credentials: {apiKey: 'hunter2{{'}\n",
                        "4:27: holds {{ without the name and the }} of a placeholder"),
                arguments(
                        INFOBIP + KEY + "    every: '{{not.set}}'\n",
                        "5:12: `{{not.set}}` has no value; declare it in application.properties"));
    }

    private static String vox(String credentials) {
        return INFOBIP.replace("infobip", "voximplant") + "    credentials: {" + credentials + "}\n";
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsEachMistakeOnceAndWhere(String text, String finding) throws Exception {
        assertThat(read(text).findings()).map(this::withoutFile).containsExactly(finding);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void neverShowsWhatMayBeASecret(String text, String finding) throws Exception {
        assertThat(read(text).findings().toString()).doesNotContain("hunter2");
    }

    @Test
    void tellsAllMistakesFromTheTop() throws Exception {
        assertThat(read("""
                                sources:
                                  - id: a
                                    provider: infobip
                                    credentials: {apiKey: x}
                                    every: five
                                    enabledd: true
                                  - id: a
                                    provider: nowhere
                                    credentials: {file: x}
                                providers: {nowhere: {concurrency: none}}
                                """).findings())
                .map(finding -> finding.line() + ":" + finding.column())
                .containsExactly("5:12", "6:5", "7:9", "8:15", "10:13", "10:36");
    }

    @Test
    void tellsWhatIsWrongInACredentialsFile() throws Exception {
        Finding inside = new Finding(config.resolve("secrets/vox.json"), 1, 1, "holds no key");
        inCredentials = List.of(inside);

        assertThat(read(vox("file: secrets/vox.json")).findings()).containsExactly(inside);
    }

    @Test
    void aBrokenManifestIsToldThereAndNotAgain() throws Exception {
        Providers broken = new Providers(Map.of(), Set.of("infobip"));
        Path file = Files.writeString(config.resolve("sources.yaml"), INFOBIP + KEY);

        Loaded<Inventory> loaded = new InventoryReader(broken, text -> text, f -> List.of()).read(file);

        assertThat(loaded.value()).isEmpty();
        assertThat(loaded.findings()).isEmpty();
    }

    private Loaded<Inventory> read(String text) throws IOException {
        Path file = Files.writeString(config.resolve("sources.yaml"), text);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            return new InventoryReader(PROVIDERS, camel::resolvePropertyPlaceholders, f -> inCredentials).read(file);
        }
    }

    private String withoutFile(Finding finding) {
        return finding.toString().replace(config.resolve("sources.yaml") + ":", "");
    }
}
