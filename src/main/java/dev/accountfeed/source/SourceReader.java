package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.change.ChangeRules;
import dev.accountfeed.config.Nearest;
import dev.accountfeed.config.SchemaCheck;
import dev.accountfeed.config.Urls;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.provider.Providers;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code sources}. */
final class SourceReader {

    private final Providers providers;
    private final CredentialsReader credentialsReader;
    private final Optional<Recurrence> recurrence;
    private final ChangeRules changes;
    private final Map<String, SchemaCheck> credentialsSchemas = new HashMap<>();
    private final Map<String, OptionsReader> optionsReaders = new HashMap<>();

    /**
     * @param recurrence of sources that have none of their own
     * @param changes for what a source leaves out
     */
    SourceReader(
            Providers providers,
            CredentialsReader credentialsReader,
            Optional<Recurrence> recurrence,
            ChangeRules changes) {
        this.providers = providers;
        this.credentialsReader = credentialsReader;
        this.recurrence = recurrence;
        this.changes = changes;
    }

    /** The source; empty if something is wrong with it, or with its provider. */
    Optional<Source> read(Entry entry) {
        Optional<Recurrence> when = Recurrences.read(entry, recurrence);
        ChangeRules rules = ChangeRulesReader.read(entry, changes);
        Provider provider = provider(entry);
        if (provider == null) {
            return Optional.empty();
        }
        Map<String, JsonNode> options = optionsReaders
                .computeIfAbsent(provider.name(), name -> new OptionsReader(provider))
                .read(entry);
        Optional<Credentials> credentials = credentials(entry, provider);
        Optional<URI> url = url(entry, provider);
        if (!entry.report().clean(entry.pointer()) || when.isEmpty() || credentials.isEmpty() || url.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Source(
                entry.get("id").asText(),
                provider,
                url.get(),
                credentials.get(),
                when.get(),
                entry.get("enabled").asBoolean(true),
                options,
                rules,
                entry.has("callback") ? entry.get("callback").path("token").asText() : null));
    }

    private @Nullable Provider provider(Entry entry) {
        if (!entry.sound("provider")) {
            return null;
        }
        String name = entry.get("provider").asText();
        if (!providers.names().contains(name)) {
            entry.wrong("provider", "names no folder under routes/" + Nearest.hint(name, providers.names()));
        }
        return providers.sound().get(name);
    }

    private Optional<Credentials> credentials(Entry entry, Provider provider) {
        if (!entry.sound("credentials")) {
            return Optional.empty();
        }
        credentialsSchemas
                .computeIfAbsent(provider.name(), name -> SchemaCheck.of(provider.credentials()))
                .check(entry.document(), entry.at("credentials"), entry.report());
        return credentialsReader.read(entry);
    }

    private static Optional<URI> url(Entry entry, Provider provider) {
        if (!entry.has("url")) {
            if (provider.url() == null) {
                entry.report()
                        .atKey(entry.pointer(), "`url` is missing: the provider has none that all accounts share");
            }
            return Optional.ofNullable(provider.url());
        }
        return entry.parsed("url", text -> {
            Urls.problem(text).ifPresent(problem -> {
                throw new IllegalArgumentException(problem);
            });
            return Urls.base(text);
        });
    }
}
