package dev.accountfeed.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends a token that the source's private key has signed (RFC 6750 section 2.1). */
public final class JwtAuthenticator implements Authenticator {

    /** A smaller difference is the way of the answer, not the clock. */
    private static final Duration SAME_TIME = Duration.ofSeconds(2);

    private final Tokens tokens;
    private final Clock clock;

    public JwtAuthenticator(Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Authorization authorize(Credentials credentials, String host, @Nullable String scheme) {
        if (credentials instanceof Credentials.KeyFile file) {
            return authorize(tokens.key(file), host, scheme);
        }
        if (credentials instanceof Credentials.Key key) {
            return new Signed(key, host, tokens.token(key, host));
        }
        throw new IllegalArgumentException("only a key file signs tokens: use another authenticator in this route");
    }

    private final class Signed implements Authorization {

        private final Credentials.Key key;
        private final String host;
        private final AccessToken token;

        Signed(Credentials.Key key, String host, AccessToken token) {
            this.key = key;
            this.host = host;
            this.token = token;
        }

        @Override
        public String header() {
            return "Bearer " + token.value();
        }

        @Override
        public Instant expiresAt() {
            return token.expiresAt();
        }

        @Override
        public boolean isRenewable() {
            return true;
        }

        @Override
        public String keyId() {
            return key.key().keyId();
        }

        @Override
        public void refused(@Nullable Instant providerTime) {
            // The time first: as soon as the token is forgotten, another poll may sign the next one.
            if (providerTime != null) {
                Duration offset = Duration.between(clock.instant(), providerTime);
                tokens.clockOffset(host, offset.abs().compareTo(SAME_TIME) > 0 ? offset : Duration.ZERO);
            }
            tokens.refused(key, host, token.value());
        }

        @Override
        public String toString() {
            return "Authorization[redacted]";
        }
    }
}
