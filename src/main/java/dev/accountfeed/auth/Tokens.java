package dev.accountfeed.auth;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The tokens of all sources, one per key and issuer, and how far each provider's clock is ahead. */
public final class Tokens {

    private final Clock clock;
    private final KeyFiles keyFiles;
    private final Map<Signer, CachingTokenSource> sources = new ConcurrentHashMap<>();
    private final Map<String, Duration> clockOffsets = new ConcurrentHashMap<>();
    private final LongAdder minted = new LongAdder();

    public Tokens(Clock clock) {
        this.clock = clock;
        this.keyFiles = new KeyFiles(clock);
    }

    /**
     * The token to call a host with now.
     *
     * @throws CredentialsException where the key file cannot be used
     */
    public AccessToken token(Credentials.KeyFile credentials, String host) {
        return token(key(credentials), host);
    }

    /** The token of a key that need not be the one in its file any more. */
    public AccessToken token(Credentials.Key credentials, String host) {
        return source(credentials, host).token();
    }

    /**
     * What the file holds now.
     *
     * @throws CredentialsException where it cannot be used
     */
    public Credentials.Key key(Credentials.KeyFile credentials) {
        return new Credentials.Key(credentials.file(), keyFiles.key(credentials.file()), issuer(credentials));
    }

    /** Forgets a token that the host refused. */
    public void refused(Credentials.Key credentials, String host, String value) {
        source(credentials, host).refused(value);
    }

    /** Forgets a key that another one has replaced, and its tokens. */
    public void forget(Credentials.Key credentials) {
        sources.keySet()
                .removeIf(signer -> signer.file.equals(credentials.file()) && signer.key.equals(credentials.key()));
    }

    /** The id of the key that the file holds. */
    public String keyId(Credentials.KeyFile credentials) {
        return keyFiles.key(credentials.file()).keyId();
    }

    /** The account that calls are made for. */
    public String issuer(Credentials.KeyFile credentials) {
        return Objects.requireNonNullElseGet(
                credentials.accountId(), () -> keyFiles.key(credentials.file()).accountId());
    }

    /** Corrects the issue time of the host's tokens from now on. */
    public void clockOffset(String host, Duration offset) {
        clockOffsets.put(host, offset);
    }

    private CachingTokenSource source(Credentials.Key credentials, String host) {
        ServiceAccountKey key = credentials.key();
        Signer signer = new Signer(credentials.file(), key, credentials.issuer(), host);
        return sources.computeIfAbsent(signer, this::caching);
    }

    private CachingTokenSource caching(Signer signer) {
        JwtTokenSource source = new JwtTokenSource(
                signer.key, signer.issuer, clock, () -> clockOffsets.getOrDefault(signer.host, Duration.ZERO));
        return new CachingTokenSource(
                () -> {
                    minted.increment();
                    return source.token();
                },
                clock);
    }

    /** How many tokens have been signed since the start. */
    public long minted() {
        return minted.sum();
    }

    private record Signer(Path file, ServiceAccountKey key, String issuer, String host) {

        // Every call asks: what Java generates for records goes through method handles, which are compiled late.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Signer signer
                    && issuer.equals(signer.issuer)
                    && host.equals(signer.host)
                    && file.equals(signer.file)
                    && key.equals(signer.key);
        }

        @Override
        public int hashCode() {
            return 31 * issuer.hashCode() + host.hashCode();
        }
    }
}
