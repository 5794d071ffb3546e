package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.auth.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.StringJoiner;

/**
 * Tells which accounts a source can see: provider, host, issuer or user, key and filters.
 *
 * <p>A key or password is not part of it: a rotated one sees the same accounts.
 */
final class Scope {

    private Scope() {}

    /** The same text for the same scope; it names nobody. */
    static String of(Source source, Tokens tokens) {
        StringJoiner parts = new StringJoiner("\n");
        parts.add(source.provider().name()).add(source.host()).add(identity(source.credentials(), tokens));
        for (String name : source.provider().scope()) {
            JsonNode option = source.options().get(name);
            parts.add(name + "=" + (option == null ? "" : option));
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(parts.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String identity(Credentials credentials, Tokens tokens) {
        if (credentials instanceof Credentials.KeyFile key) {
            return tokens.issuer(key);
        }
        return credentials instanceof Credentials.Basic basic ? basic.username() : "";
    }
}
