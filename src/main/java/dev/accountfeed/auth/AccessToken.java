package dev.accountfeed.auth;

import java.time.Instant;

/** A signed token and when it ends. */
public record AccessToken(String value, Instant expiresAt) {

    @Override
    public String toString() {
        return "AccessToken[expiresAt=" + expiresAt + "]";
    }
}
