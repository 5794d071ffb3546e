package dev.accountfeed.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.accountfeed.FakeClock;
import dev.accountfeed.account.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JwtTokenSourceTest {

    private static final Instant NOW = Instant.parse("2026-11-21T16:00:00.900Z");

    private final FakeClock clock = new FakeClock(NOW);

    @Test
    void theTokenIsSignedWithTheKey() throws Exception {
        SignedJWT token = token("3456750", Duration.ZERO);

        assertThat(token.verify(new RSASSAVerifier(Keys.publicKey(Keys.ONE)))).isTrue();
        assertThat(token.verify(new RSASSAVerifier(Keys.publicKey(Keys.TWO)))).isFalse();
    }

    @Test
    void theHeaderSaysHowAndWithWhichKey() throws Exception {
        SignedJWT token = token("3456750", Duration.ZERO);

        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(token.getHeader().toJSONObject())
                .containsOnlyKeys("alg", "typ", "kid")
                .containsEntry("alg", "RS256")
                .containsEntry("typ", "JWT")
                .containsEntry("kid", "key-1");
    }

    @Test
    void theClaimsAreIssuerAndTimesInSecondsAndNothingElse() throws Exception {
        // As text, so that no library's idea of types comes between.
        String claims = token("3456750", Duration.ZERO).getPayload().toString();

        assertThat(Json.tree(claims))
                .isEqualTo(Json.tree("{\"iss\":3456750,\"iat\":" + (NOW.getEpochSecond() - 5) + ",\"exp\":"
                        + (NOW.getEpochSecond() - 5 + 600) + "}"));
    }

    @Test
    void theLifetimeIsWithinTheHourThatTheProviderAllows() throws Exception {
        JsonNode claims = claims(source("3456750", Duration.ZERO).token());

        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isBetween(60L, 3600L);
    }

    @Test
    void theTokenIsBackdatedALittleAgainstClocksThatDiffer() throws Exception {
        assertThat(claims(source("3456750", Duration.ZERO).token()).path("iat").asLong())
                .isBetween(NOW.getEpochSecond() - 60, NOW.getEpochSecond() - 5);
    }

    @Test
    void theIssueTimeFollowsTheProvidersClockAndTheEndOurs() throws Exception {
        AccessToken token = source("3456750", Duration.ofMinutes(-30)).token();

        JsonNode claims = claims(token);
        assertThat(claims.path("iat").asLong()).isEqualTo(NOW.getEpochSecond() - 1805);
        assertThat(token.expiresAt())
                .isEqualTo(Instant.ofEpochSecond(claims.path("exp").asLong()).plus(Duration.ofMinutes(30)));
    }

    @Test
    void aChildAccountActsAsIssuer() throws Exception {
        assertThat(Json.tree(token("42", Duration.ZERO).getPayload().toString()).path("iss"))
                .isEqualTo(Json.tree("42"));
    }

    @Test
    void anIssuerThatNoLongHoldsIsSentAsText() throws Exception {
        assertThat(Json.tree(token("9999999999999999999", Duration.ZERO)
                                .getPayload()
                                .toString())
                        .path("iss"))
                .isEqualTo(Json.tree("\"9999999999999999999\""));
    }

    @Test
    void printingATokenDoesNotShowIt() {
        AccessToken token = source("1", Duration.ZERO).token();

        assertThat(token.toString()).doesNotContain(token.value());
        assertThat(Keys.key(Keys.ONE, "key-1").toString())
                .isEqualTo("ServiceAccountKey[accountId=3456750, keyId=key-1]");
    }

    /** As text, for Nimbus takes no number for an issuer. */
    private static JsonNode claims(AccessToken token) throws Exception {
        return Json.tree(SignedJWT.parse(token.value()).getPayload().toString());
    }

    private SignedJWT token(String issuer, Duration offset) throws Exception {
        return SignedJWT.parse(source(issuer, offset).token().value());
    }

    private JwtTokenSource source(String issuer, Duration offset) {
        return new JwtTokenSource(Keys.key(Keys.ONE, "key-1"), issuer, clock, () -> offset);
    }
}
