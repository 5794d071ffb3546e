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
    private volatile @Nullable AccessToken cached;

    public CachingTokenSource(TokenSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public AccessToken token() {
        AccessToken token = cached;
        // All polls with one key ask: they queue only while one of them signs.
        return token != null && isFresh(token) ? token : renewed();
    }

    private synchronized AccessToken renewed() {
        AccessToken token = cached;
        if (token == null || !isFresh(token)) {
            token = source.token();
            cached = token;
        }
        return token;
    }

    private boolean isFresh(AccessToken token) {
        return clock.instant().isBefore(token.expiresAt().minus(RENEW_BEFORE));
    }

    /** Forgets a token that the provider refused; one that has been renewed since is kept. */
    public synchronized void refused(String value) {
        AccessToken token = cached;
        if (token != null && token.value().equals(value)) {
            cached = null;
        }
    }
}
