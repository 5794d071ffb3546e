package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.FakeClock;
import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.auth.Tokens;
import dev.accountfeed.change.ChangeRules;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.provider.ProviderReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

    private static final Credentials USER = new Credentials.Basic("user", "password");

    private final Tokens tokens = new Tokens(new FakeClock("2026-11-21T16:00:00Z"));

    @Test
    void aRotatedPasswordSeesTheSameAccounts() {
        assertThat(scope("https://a.example", new Credentials.Basic("user", "new"), Map.of()))
                .isEqualTo(scope("https://a.example", USER, Map.of()));
        assertThat(scope("https://a.example", new Credentials.ApiKey("new"), Map.of()))
                .isEqualTo(scope("https://a.example", new Credentials.ApiKey("old"), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "https://b.example, user, '{}'",
        "https://a.example, other, '{}'",
        "https://a.example, user, '{\"name\": \"x\"}'",
        "https://a.example, user, '{\"enabled\": true}'",
        "https://a.example, user, '{\"key\": \"_\"}'"
    })
    void whatDecidesWhichAccountsAreSeenIsAnotherScope(String url, String user, String options) {
        assertThat(scope(url, new Credentials.Basic(user, "password"), options(options)))
                .isNotEqualTo(scope("https://a.example", USER, Map.of()));
    }

    @Test
    void aFilterIsPartOfItThoughTheManifestNamesItOnlyOnce(@TempDir Path routes) throws Exception {
        String manifest = Files.readString(Path.of("routes/infobip/provider.yaml"));
        Path folder = Files.createDirectory(routes.resolve("acme"));
        Files.writeString(
                folder.resolve("provider.yaml"), manifest.replace("scope: [key, name, enabled]", "scope: [key]"));
        Provider provider = new ProviderReader().read(folder).value().orElseThrow();

        assertThat(scope(provider, "https://a.example", USER, options("{\"name\": \"x\"}")))
                .isNotEqualTo(scope(provider, "https://a.example", USER, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/v2, '{}'",
        "https://a.example, '{\"limit\": 5}'",
        "https://a.example, '{\"format\": \"xml\"}'"
    })
    void whatOnlyDecidesHowTheyAreAskedForIsTheSame(String url, String options) {
        assertThat(scope(url, USER, options(options))).isEqualTo(scope("https://a.example", USER, Map.of()));
    }

    @Test
    void itNamesNobody() {
        assertThat(scope("https://a.example", USER, Map.of())).matches("[0-9a-f]{32}");
    }

    private String scope(String url, Credentials credentials, Map<String, JsonNode> options) {
        return scope(Seeds.INFOBIP, url, credentials, options);
    }

    private String scope(Provider provider, String url, Credentials credentials, Map<String, JsonNode> options) {
        return Scope.of(
                        new Source(
                                "s",
                                provider,
                                URI.create(url),
                                credentials,
                                new Recurrence.Every(Duration.ofMinutes(1)),
                                true,
                                options,
                                ChangeRules.DEFAULT,
                                null),
                        tokens,
                        null)
                .digest();
    }

    private static Map<String, JsonNode> options(String json) {
        return Json.tree(json).properties().stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
