package dev.accountfeed.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.function.Supplier;

/**
 * Signs tokens as RFC 7519 and RFC 7518 section 3.3 (RS256) describe: header {@code alg, typ, kid}, claims
 * {@code iss, iat, exp}.
 */
public final class JwtTokenSource implements TokenSource {

    /** Well below the hour that providers allow: a token that leaks is soon worth nothing. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    /** This machine's clock may be a little ahead of the provider's. */
    static final Duration BACKDATED = Duration.ofSeconds(5);

    private final ServiceAccountKey key;
    private final String issuer;
    private final Clock clock;
    private final Supplier<Duration> clockOffset;
    private final JWSHeader header;
    private final RSASSASigner signer;
    private volatile Instant lastIssuedAt = Instant.MIN;

    /**
     * A source of tokens for one key and one issuer.
     *
     * @param clockOffset how far the provider's clock is ahead of {@code clock}
     */
    public JwtTokenSource(ServiceAccountKey key, String issuer, Clock clock, Supplier<Duration> clockOffset) {
        this.key = key;
        this.issuer = issuer;
        this.clock = clock;
        this.clockOffset = clockOffset;
        this.header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.keyId())
                .build();
        this.signer = new RSASSASigner(key.privateKey());
    }

    @Override
    public AccessToken token() {
        Duration offset = clockOffset.get();
        Instant issuedAt = clock.instant().plus(offset).minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        if (issuedAt.equals(lastIssuedAt)) {
            // Within one second the same claims would make the very token that was refused.
            issuedAt = issuedAt.minusSeconds(1);
        }
        lastIssuedAt = issuedAt;
        Instant expiresAt = issuedAt.plus(LIFETIME);
        SignedJWT token = new SignedJWT(
                header,
                new JWTClaimsSet.Builder()
                        .claim("iss", issuerClaim())
                        .issueTime(Date.from(issuedAt))
                        .expirationTime(Date.from(expiresAt))
                        .build());
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("key " + key.keyId() + " cannot sign", e);
        }
        return new AccessToken(token.serialize(), expiresAt.minus(offset));
    }

    /** A number, as most of the provider's own SDKs send it; it takes text too. */
    private Object issuerClaim() {
        return issuer.length() <= 18 ? (Object) Long.valueOf(issuer) : issuer;
    }
}
