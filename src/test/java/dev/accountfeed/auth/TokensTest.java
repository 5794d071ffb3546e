package dev.accountfeed.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.accountfeed.FakeClock;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private static final String HOST = "api.voximplant.com";

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock("2026-11-21T16:00:00Z");
    private final Tokens tokens = new Tokens(clock);
    private Path file;
    private Credentials.KeyFile credentials;

    @BeforeEach
    void writeKey() throws IOException {
        file = folder.resolve("credentials.json");
        write(file, Keys.ONE, "k-1");
        credentials = new Credentials.KeyFile(file, null);
    }

    @Test
    void oneTokenServesAllSourcesOfAKeyAndIssuer() {
        assertThat(tokens.token(credentials, HOST)).isSameAs(tokens.token(new Credentials.KeyFile(file, null), HOST));
        assertThat(tokens.token(credentials, HOST))
                .isNotEqualTo(tokens.token(new Credentials.KeyFile(file, "42"), HOST));
    }

    @Test
    void theIssuerIsTheKeysOwnAccountOrTheChild() {
        assertThat(tokens.issuer(credentials)).isEqualTo("3456750");
        assertThat(tokens.issuer(new Credentials.KeyFile(file, "42"))).isEqualTo("42");
    }

    @Test
    void aChangedKeyFileIsNoticedWithinASecond() throws Exception {
        AccessToken old = tokens.token(credentials, HOST);
        write(file, Keys.TWO, "k-2");
        assertThat(tokens.token(credentials, HOST)).as("not looked at yet").isSameAs(old);

        clock.advance(Duration.ofSeconds(1));

        assertSignedBy(Keys.TWO, tokens.token(credentials, HOST));
        assertThat(tokens.keyId(credentials)).isEqualTo("k-2");
    }

    @Test
    void aSwappedSymbolicLinkIsNoticed() throws Exception {
        // As Kubernetes mounts secrets: file → ..data/file, ..data → a folder with the time in its name.
        Path first = Files.createDirectory(folder.resolve("..2026_1"));
        Path second = Files.createDirectory(folder.resolve("..2026_2"));
        write(first.resolve("key.json"), Keys.ONE, "k-1");
        write(second.resolve("key.json"), Keys.TWO, "k-2");
        FileTime same = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(first.resolve("key.json"), same);
        Files.setLastModifiedTime(second.resolve("key.json"), same);
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        Path mounted = Files.createSymbolicLink(folder.resolve("key.json"), Path.of("..data/key.json"));
        Credentials.KeyFile secret = new Credentials.KeyFile(mounted, null);
        assertThat(tokens.keyId(secret)).isEqualTo("k-1");

        Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        clock.advance(Duration.ofSeconds(1));

        assertThat(tokens.keyId(secret)).isEqualTo("k-2");
        assertSignedBy(Keys.TWO, tokens.token(secret, HOST));
    }

    @Test
    void aHalfWrittenKeyFileLeavesTheLastGoodKeyInUse() throws Exception {
        AccessToken token = tokens.token(credentials, HOST);
        Files.writeString(file, Files.readString(file).substring(0, 100));
        clock.advance(Duration.ofSeconds(1));
        assertThat(tokens.token(credentials, HOST)).isSameAs(token);

        write(file, Keys.TWO, "k-2");
        clock.advance(Duration.ofSeconds(1));

        assertThat(tokens.keyId(credentials)).isEqualTo("k-2");
    }

    @Test
    void aKeyFileThatVanishesLeavesTheLastGoodKeyInUse() throws Exception {
        AccessToken token = tokens.token(credentials, HOST);
        Files.delete(file);
        clock.advance(Duration.ofSeconds(1));

        assertThat(tokens.token(credentials, HOST)).isSameAs(token);
    }

    @Test
    void aTouchedKeyFileSignsNoNewToken() throws Exception {
        AccessToken token = tokens.token(credentials, HOST);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2027-01-01T00:00:00Z")));
        clock.advance(Duration.ofSeconds(1));

        assertThat(tokens.token(credentials, HOST)).isSameAs(token);
    }

    @Test
    void aKeyFileThatWasNeverGoodIsTold() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.json"), "{}");

        assertThatThrownBy(() -> tokens.token(new Credentials.KeyFile(bad, null), HOST))
                .isInstanceOf(CredentialsException.class)
                .hasMessageStartingWith(bad + ":1:1: ");
    }

    @Test
    void aRefusedTokenIsSignedAnewByTheProvidersClock() throws Exception {
        JwtAuthenticator authenticator = new JwtAuthenticator(tokens, clock);
        Authenticator.Authorization first = authenticator.authorize(credentials, HOST, null);
        assertThat(first.isRenewable()).isTrue();

        // The provider's clock is ten minutes behind: to it our token comes from the future.
        first.refused(clock.instant().minus(Duration.ofMinutes(10)));
        String second = authenticator.authorize(credentials, HOST, null).header();

        assertThat(second).startsWith("Bearer ").isNotEqualTo(first.header());
        assertThat(issued(second)).isEqualTo(clock.instant().minusSeconds(605));
        assertThat(issued(
                        authenticator.authorize(credentials, "other.host", null).header()))
                .as("another host has another clock")
                .isEqualTo(clock.instant().minusSeconds(5));
    }

    @Test
    void aDifferenceOfASecondOrTwoIsTheWayOfTheAnswer() throws Exception {
        JwtAuthenticator authenticator = new JwtAuthenticator(tokens, clock);

        authenticator.authorize(credentials, HOST, null).refused(clock.instant().minusSeconds(2));
        clock.advance(Duration.ofSeconds(1));

        assertThat(issued(authenticator.authorize(credentials, HOST, null).header()))
                .isEqualTo(clock.instant().minusSeconds(5));
    }

    @Test
    void aTokenThatIsSignedAnewWithinTheSameSecondIsAnotherOne() {
        JwtAuthenticator authenticator = new JwtAuthenticator(tokens, clock);
        Authenticator.Authorization first = authenticator.authorize(credentials, HOST, null);

        first.refused(null);

        assertThat(authenticator.authorize(credentials, HOST, null).header()).isNotEqualTo(first.header());
    }

    @Test
    void aTokenThatAnotherPollSignsMeanwhileIsByTheProvidersClockToo() throws Exception {
        Duration behind = Duration.ofMinutes(10);
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        // The clock is asked between the steps of a refusal: there another poll signs its token.
        Clock asked =
                new DelegatingClock(clock, () -> meanwhile.getAndSet(() -> {}).run());
        Authenticator.Authorization first = new JwtAuthenticator(tokens, clock).authorize(credentials, HOST, null);
        Authenticator.Authorization refusing = new JwtAuthenticator(tokens, asked).authorize(credentials, HOST, null);
        meanwhile.set(() -> tokens.token(credentials, HOST));

        refusing.refused(clock.instant().minus(behind));

        assertThat(first.header()).isEqualTo(refusing.header());
        assertThat(issued("Bearer " + tokens.token(credentials, HOST).value()))
                .isEqualTo(clock.instant().minus(behind).minusSeconds(5));
    }

    @Test
    void aChangedKeyFileIsNoticedThoughTheClockWasSetBack() throws Exception {
        tokens.token(credentials, HOST);
        write(file, Keys.TWO, "k-2");

        clock.advance(Duration.ofDays(-1));

        assertThat(tokens.keyId(credentials)).isEqualTo("k-2");
    }

    @Test
    void printingAnAuthorizationDoesNotShowIt() {
        assertThat(new JwtAuthenticator(tokens, clock)
                        .authorize(credentials, HOST, null)
                        .toString())
                .isEqualTo("Authorization[redacted]");
    }

    @Test
    void onlyAKeyFileSignsTokens() {
        assertThatThrownBy(() ->
                        new JwtAuthenticator(tokens, clock).authorize(new Credentials.ApiKey("secret-key"), HOST, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret-key");
    }

    /** Tells that it is asked. */
    private static final class DelegatingClock extends Clock {

        private final Clock clock;
        private final Runnable asked;

        DelegatingClock(Clock clock, Runnable asked) {
            this.clock = clock;
            this.asked = asked;
        }

        @Override
        public Instant instant() {
            asked.run();
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static Instant issued(String header) throws Exception {
        String claims = SignedJWT.parse(header.substring("Bearer ".length()))
                .getPayload()
                .toString();
        return Instant.ofEpochSecond(Json.tree(claims).path("iat").asLong());
    }

    private static void assertSignedBy(KeyPair pair, AccessToken token) throws Exception {
        assertThat(SignedJWT.parse(token.value()).verify(new RSASSAVerifier(Keys.publicKey(pair))))
                .isTrue();
    }

    private static void write(Path file, KeyPair pair, String keyId) throws IOException {
        Files.writeString(file, Keys.file(Keys.pkcs8(pair), keyId).toString());
    }
}
