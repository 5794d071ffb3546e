package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.change.ChangeRules;
import dev.accountfeed.provider.Provider;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the inventory: accounts of one provider, seen with one set of credentials.
 *
 * @param id unique in the inventory; the last part of the CloudEvents source
 * @param options by name, checked against the schema in the provider's manifest, defaults filled in
 * @param callbackToken what a provider's callback must hold to prompt a poll; null where it takes none
 */
public record Source(
        String id,
        Provider provider,
        URI url,
        Credentials credentials,
        Recurrence recurrence,
        boolean enabled,
        Map<String, JsonNode> options,
        ChangeRules changes,
        @Nullable String callbackToken) {

    public Source {
        options = Map.copyOf(options);
    }

    /** Host and port that the provider is called at. */
    public String host() {
        return url.getAuthority();
    }

    /** By the id alone, as maps are asked with sources in every poll. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Source[" + id + "]";
    }
}
