package dev.accountfeed.source;

import dev.accountfeed.auth.Authenticator.Authorization;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The call that a poll made last: what it proved itself with, what it asked, and how long its answer took. */
public final class ProviderCall {

    private @Nullable Authorization authorization;
    private @Nullable Map<String, Object> camel;
    private long begun;
    private @Nullable Duration latency;

    /** What it proves itself with. */
    void signed(Authorization with) {
        authorization = with;
    }

    /**
     * It goes out.
     *
     * @param headers that Camel makes it of, without what it proves itself with
     */
    void begins(Map<String, Object> headers) {
        camel = headers;
        begun = System.nanoTime();
    }

    /** Its answer has come to the end. */
    void answered() {
        latency = Duration.ofNanos(System.nanoTime() - begun);
    }

    /** What was sent; null before the first call. */
    public @Nullable Sent sent() {
        return camel == null || authorization == null ? null : Sent.of(camel, authorization.header());
    }

    /** From the call to the end of its answer; null where none has come. */
    public @Nullable Duration latency() {
        return latency;
    }

    /** When its token ends; null where there is none, or it has no end. */
    public @Nullable Instant tokenExpiry() {
        return authorization == null ? null : authorization.expiresAt();
    }

    boolean isRenewable() {
        return authorization != null && authorization.isRenewable();
    }

    boolean hasStandby() {
        return authorization != null && authorization.hasStandby();
    }

    /** The id of the key that signed it; null where none did. */
    @Nullable
    String keyId() {
        return authorization == null ? null : authorization.keyId();
    }

    /** The provider did not accept what it proved itself with, and had that time when it said so. */
    void refused(@Nullable Instant providerTime) {
        if (authorization != null) {
            authorization.refused(providerTime);
        }
    }

    void accepted() {
        if (authorization != null) {
            authorization.accepted();
        }
    }

    /** A text without what the call proved itself with. */
    String withoutSecrets(String text) {
        if (authorization == null) {
            return text;
        }
        String header = authorization.header();
        return mask(text, header.substring(scheme(header)));
    }

    /** A text without the secret, as it is or as it stands in an address. */
    static String mask(String text, @Nullable String secret) {
        if (secret == null || secret.isEmpty()) {
            return text;
        }
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return Pattern.compile(Pattern.quote(secret) + "|(?i:" + Pattern.quote(encoded) + ")")
                .matcher(text)
                .replaceAll("***");
    }

    /** How long the scheme is, with the space behind it. */
    private static int scheme(String header) {
        return header.indexOf(' ') + 1;
    }

    /**
     * A call as it went out, what it proves itself with masked.
     *
     * @param headers that we set
     */
    public record Sent(String method, String url, Map<String, String> headers) {

        private static Sent of(Map<String, Object> camel, String authorization) {
            Map<String, String> headers = new TreeMap<>();
            camel.forEach((name, value) -> {
                if (!name.startsWith("Camel")) {
                    headers.put(name, String.valueOf(value));
                }
            });
            headers.put("Authorization", authorization.substring(0, scheme(authorization)) + "***");
            Object query = camel.getOrDefault(Exchange.HTTP_QUERY, "");
            return new Sent(
                    String.valueOf(camel.getOrDefault(Exchange.HTTP_METHOD, "GET")),
                    camel.getOrDefault(Exchange.HTTP_URI, "") + (query.equals("") ? "" : "?" + query),
                    headers);
        }
    }
}
