package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.FakeClock;
import dev.accountfeed.Seeds;
import dev.accountfeed.auth.Authenticator.Authorization;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.auth.JwtAuthenticator;
import dev.accountfeed.auth.Keys;
import dev.accountfeed.auth.Tokens;
import dev.accountfeed.change.ChangeRules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandoverTest {

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock("2026-11-21T16:00:00Z");
    private final Tokens tokens = new Tokens(clock);
    private final Handover handover = new Handover(tokens, clock);
    private Path file;
    private Source source;

    @BeforeEach
    void aKeyThatWorks() throws IOException {
        file = folder.resolve("credentials.json");
        write(Keys.ONE, "k-1");
        source = new Source(
                "vox",
                Seeds.VOXIMPLANT,
                URI.create("https://api.example"),
                new Credentials.KeyFile(file, null),
                new Recurrence.Every(Duration.ofMinutes(1)),
                true,
                Map.of(),
                ChangeRules.DEFAULT,
                null);
        next().accepted();
    }

    @Test
    void theKeyThatStandsByStaysThoughItsTokenIsRefused() throws IOException {
        newKeyThatIsRefused();

        // The token's time was up, by the provider's clock.
        next().refused(null);

        assertThat(next().keyId()).isEqualTo("k-1");
    }

    @Test
    void newCredentialsAreTriedAgainAfterAMinute() throws IOException {
        newKeyThatIsRefused();
        assertThat(next().keyId()).isEqualTo("k-1");

        clock.advance(Duration.ofMinutes(1));

        assertThat(next().keyId()).isEqualTo("k-2");
    }

    @Test
    void newCredentialsAreTriedAgainThoughTheClockWasSetBack() throws IOException {
        newKeyThatIsRefused();

        clock.advance(Duration.ofDays(-1));
        clock.advance(Duration.ofMinutes(1));

        assertThat(next().keyId()).isEqualTo("k-2");
    }

    private void newKeyThatIsRefused() throws IOException {
        write(Keys.TWO, "k-2");
        clock.advance(Duration.ofSeconds(1));
        Authorization refused = next();
        assertThat(refused.keyId()).isEqualTo("k-2");
        refused.refused(null);
    }

    private Authorization next() {
        Credentials chosen = handover.choose(source);
        return handover.watch(
                source, chosen, new JwtAuthenticator(tokens, clock).authorize(chosen, source.host(), null));
    }

    private void write(KeyPair pair, String keyId) throws IOException {
        Files.writeString(file, Keys.file(Keys.pkcs8(pair), keyId).toString());
    }
}
