package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Sha256;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.auth.Tokens;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which accounts a source can see: provider, host, issuer or user, key and filters.
 *
 * <p>A key or password is not part of it: a rotated one sees the same accounts.
 *
 * @param source that it is the scope of, by an issuer or user
 * @param digest the same text for the same scope; it names nobody
 */
record Scope(Source source, String identity, String digest) {

    /**
     * The scope of a source; one that was found before is given back where it is the same still, for a poll comes
     * every few milliseconds and scopes hardly change.
     */
    @SuppressWarnings("ReferenceEquality") // contents would be compared at each poll, and hardly ever differ
    static Scope of(Source source, Tokens tokens, @Nullable Scope before) {
        String identity = identity(source.credentials(), tokens);
        return before != null && before.source == source && before.identity.equals(identity)
                ? before
                : new Scope(source, identity, Sha256.hex(parts(source, identity)));
    }

    private static String parts(Source source, String identity) {
        StringBuilder parts = new StringBuilder(source.provider().name());
        parts.append('\n').append(source.host()).append('\n').append(identity);
        // A filter is part of it without being named again.
        Set<String> names = new LinkedHashSet<>(source.provider().scope());
        names.addAll(source.provider().records().filters());
        for (String name : names) {
            JsonNode option = source.options().get(name);
            parts.append('\n').append(name).append('=').append(option == null ? "" : option);
        }
        return parts.toString();
    }

    private static String identity(Credentials credentials, Tokens tokens) {
        if (credentials instanceof Credentials.KeyFile key) {
            return tokens.issuer(key);
        }
        return credentials instanceof Credentials.Basic basic ? basic.username() : "";
    }

    @Override
    public String toString() {
        return "Scope[" + digest + "]";
    }
}
