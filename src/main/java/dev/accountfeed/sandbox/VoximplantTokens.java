package dev.accountfeed.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a bearer token is one that a known key has signed, and that is valid now. */
final class VoximplantTokens {

    static final Duration MAX_LIFETIME = Duration.ofHours(1);
    static final Duration ALLOWED_SKEW = Duration.ofSeconds(5);
    private static final String SCHEME = "Bearer ";

    private final VoximplantKeys keys;
    private final AccountStore accounts;

    VoximplantTokens(VoximplantKeys keys, AccountStore accounts) {
        this.keys = keys;
        this.accounts = accounts;
    }

    /**
     * Either whom the token lets act, or why not.
     *
     * @param account the token's issuer
     * @param refusal kind of refusal; null where there is none
     */
    record Verdict(String account, @Nullable String refusal) {

        static Verdict no(String refusal) {
            return new Verdict("", refusal);
        }
    }

    Verdict check(Request request) {
        String header = request.header("Authorization").orElse("");
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Verdict.no("token-missing");
        }
        Optional<JWSObject> parsed = parse(header.substring(SCHEME.length()));
        if (parsed.isEmpty()) {
            return Verdict.no("token-malformed");
        }
        JWSObject token = parsed.get();
        Map<String, Object> claims = token.getPayload().toJSONObject();
        if (claims == null
                || token.getHeader().getKeyID() == null
                || !JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())) {
            return Verdict.no("token-malformed");
        }
        return keys.find(token.getHeader().getKeyID())
                .map(key -> check(token, claims, key, request.received()))
                .orElse(Verdict.no("key-unknown"));
    }

    private Verdict check(JWSObject token, Map<String, Object> claims, VoximplantKeys.Key key, Instant now) {
        if (!(claims.get("iat") instanceof Number iat) || !(claims.get("exp") instanceof Number exp)) {
            return Verdict.no("token-malformed");
        }
        String issuer = issuer(claims);
        if (!signed(token, key) || !mayActFor(key.account(), issuer)) {
            return Verdict.no("token-missing");
        }
        Instant issued = Instant.ofEpochSecond(iat.longValue());
        Instant expires = Instant.ofEpochSecond(exp.longValue());
        if (issued.isAfter(now.plus(ALLOWED_SKEW))) {
            return Verdict.no("token-issued-in-future");
        }
        if (!expires.isAfter(now)) {
            return Verdict.no("token-expired");
        }
        if (Duration.between(issued, expires).compareTo(MAX_LIFETIME) > 0) {
            return Verdict.no("token-too-long");
        }
        return new Verdict(issuer, null);
    }

    private static boolean signed(JWSObject token, VoximplantKeys.Key key) {
        try {
            return token.verify(new RSASSAVerifier(key.publicKey()));
        } catch (JOSEException e) {
            return false;
        }
    }

    private boolean mayActFor(String keyAccount, String issuer) {
        return keyAccount.equals(issuer)
                || accounts.get(issuer)
                        .filter(account ->
                                account.path(Voximplant.PARENT).asText().equals(keyAccount))
                        .isPresent();
    }

    /** Number in most clients, text in some. */
    private static String issuer(Map<String, Object> claims) {
        Object issuer = claims.get("iss");
        return issuer instanceof Number number ? String.valueOf(number.longValue()) : String.valueOf(issuer);
    }

    /** Whom the token names, believed unseen: good enough to tell callers apart, for nothing else. */
    static String claimedIssuer(Request request) {
        return request.header("Authorization")
                .filter(value -> value.startsWith(SCHEME))
                .flatMap(value -> parse(value.substring(SCHEME.length())))
                .map(token -> token.getPayload().toJSONObject())
                .map(VoximplantTokens::issuer)
                .orElse("");
    }

    private static Optional<JWSObject> parse(String token) {
        try {
            return Optional.of(JWSObject.parse(token.strip()));
        } catch (ParseException | RuntimeException e) {
            // Nimbus answers some nonsense with an IllegalArgumentException.
            return Optional.empty();
        }
    }
}
