package dev.accountfeed.auth;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a source proves itself with: {@code credentials:} in the inventory. Never printed. */
public sealed interface Credentials {

    /** What must not be repeated in any message; null where a file holds it. */
    default @Nullable String secret() {
        return null;
    }

    /** HTTP Basic. */
    record Basic(String username, String password) implements Credentials {
        @Override
        public String secret() {
            return password;
        }

        @Override
        public String toString() {
            return "Basic[redacted]";
        }
    }

    /** A key that is sent as it is, behind a scheme word. */
    record ApiKey(String apiKey) implements Credentials {
        @Override
        public String secret() {
            return apiKey;
        }

        @Override
        public String toString() {
            return "ApiKey[redacted]";
        }
    }

    /** A bearer token that is sent as it is. */
    record Bearer(String token) implements Credentials {
        @Override
        public String secret() {
            return token;
        }

        @Override
        public String toString() {
            return "Bearer[redacted]";
        }
    }

    /**
     * A private key in a file as downloaded, which signs short-lived tokens.
     *
     * @param accountId act for this account instead of the key's own: the token's issuer
     */
    record KeyFile(Path file, @Nullable String accountId) implements Credentials {}

    /**
     * What a key file held when it was looked at.
     *
     * @param issuer the account that calls are made for
     */
    record Key(Path file, ServiceAccountKey key, String issuer) implements Credentials {}
}
