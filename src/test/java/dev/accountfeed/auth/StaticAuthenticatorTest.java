package dev.accountfeed.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StaticAuthenticatorTest {

    private final Authenticator authenticator = new StaticAuthenticator();

    @Test
    void basicIsTheSeedsOwnHeader() {
        assertThat(header(new Credentials.Basic("Aladdin", "open sesame"), "App"))
                .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void basicIsWrittenInUtf8() {
        // RFC 7617 section 2.1
        assertThat(header(new Credentials.Basic("test", "123\u00A3"), null)).isEqualTo("Basic dGVzdDoxMjPCow==");
    }

    @Test
    void anApiKeyStandsBehindTheProvidersWord() {
        assertThat(header(new Credentials.ApiKey("abc"), "App")).isEqualTo("App abc");
        assertThat(header(new Credentials.ApiKey("abc"), null)).isEqualTo("abc");
    }

    @Test
    void aBearerTokenIsSentAsItIs() {
        assertThat(header(new Credentials.Bearer("abc"), "App")).isEqualTo("Bearer abc");
    }

    @Test
    void aKeyFileNeedsTheOtherAuthenticator() {
        assertThatThrownBy(() -> header(new Credentials.KeyFile(Path.of("x"), null), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jwtAuthenticator");
    }

    @Test
    void nothingThatIsPrintedShowsASecret() {
        assertThat(new Credentials.Basic("user", "secret").toString()).doesNotContain("user", "secret");
        assertThat(new Credentials.ApiKey("secret").toString()).doesNotContain("secret");
        assertThat(new Credentials.Bearer("secret").toString()).doesNotContain("secret");
        assertThat(authenticator
                        .authorize(new Credentials.Bearer("secret"), "h", null)
                        .toString())
                .doesNotContain("secret");
    }

    @Test
    void aStaticHeaderCannotBeRenewed() {
        assertThat(authenticator
                        .authorize(new Credentials.Bearer("x"), "h", null)
                        .isRenewable())
                .isFalse();
    }

    private String header(Credentials credentials, String scheme) {
        return authenticator.authorize(credentials, "host", scheme).header();
    }
}
