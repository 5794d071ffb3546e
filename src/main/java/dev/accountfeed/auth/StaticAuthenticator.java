package dev.accountfeed.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Sends credentials as they are: HTTP Basic (RFC 7617), an API key behind the provider's word, or a bearer token. */
public final class StaticAuthenticator implements Authenticator {

    @Override
    public Authorization authorize(Credentials credentials, String host, @Nullable String scheme) {
        String header;
        if (credentials instanceof Credentials.Basic basic) {
            byte[] pair = (basic.username() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8);
            header = "Basic " + Base64.getEncoder().encodeToString(pair);
        } else if (credentials instanceof Credentials.ApiKey key) {
            header = scheme == null ? key.apiKey() : scheme + " " + key.apiKey();
        } else if (credentials instanceof Credentials.Bearer bearer) {
            header = "Bearer " + bearer.token();
        } else {
            throw new IllegalArgumentException("a key file signs tokens: use jwtAuthenticator in this route");
        }
        return new Static(header);
    }

    private record Static(String header) implements Authorization {
        @Override
        public String toString() {
            return "Authorization[redacted]";
        }
    }
}
