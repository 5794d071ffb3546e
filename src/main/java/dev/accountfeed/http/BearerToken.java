package dev.accountfeed.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A secret that is compared in a time that tells nothing of it. */
final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private final byte[] secret;

    BearerToken(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether an {@code Authorization} header holds it. */
    boolean authorizes(@Nullable String header) {
        return header != null
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && is(header.substring(SCHEME.length()).strip());
    }

    boolean is(String text) {
        return MessageDigest.isEqual(secret, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "BearerToken[redacted]";
    }
}
