package dev.accountfeed.auth;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps a token until shortly before it ends: signing one costs about a millisecond. */
public final class CachingTokenSource implements TokenSource {

    /** Longer than a call takes, so that no token ends on its way. */
    static final Duration RENEW_BEFORE = Duration.ofSeconds(60);

    private final TokenSource source;
    private final Clock clock;
    private @Nullable AccessToken cached;

    public CachingTokenSource(TokenSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public synchronized AccessToken token() {
        if (cached == null || !clock.instant().isBefore(cached.expiresAt().minus(RENEW_BEFORE))) {
            cached = source.token();
        }
        return cached;
    }

    /** Forgets a token that the provider refused; one that has been renewed since is kept. */
    public synchronized void refused(String value) {
        if (cached != null && cached.value().equals(value)) {
            cached = null;
        }
    }
}
