package dev.accountfeed.source;

import dev.accountfeed.account.Lately;
import dev.accountfeed.auth.Authenticator.Authorization;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.auth.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a source's new credentials take over once they have worked; until then the ones before them stand by. */
public final class Handover {

    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    /** Providers lock out who knocks with a wrong key too often. */
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    private final Tokens tokens;
    private final Clock clock;
    private final Map<String, Proven> bySource = new ConcurrentHashMap<>();

    public Handover(Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * What to make the next call with.
     *
     * @throws dev.accountfeed.auth.CredentialsException where the key file cannot be used
     */
    Credentials choose(Source source) {
        Credentials latest =
                source.credentials() instanceof Credentials.KeyFile file ? tokens.key(file) : source.credentials();
        Proven proven = proven(source, latest);
        return proven != null
                        && latest.equals(proven.refused)
                        && Lately.within(TRY_AGAIN, proven.refusedAt, clock.instant())
                ? proven.credentials
                : latest;
    }

    /** The authorization, from whose fate is learnt which credentials work. */
    Authorization watch(Source source, Credentials credentials, Authorization authorization) {
        return new Watched(source, credentials, authorization);
    }

    /** What has worked for the same accounts at the same place: credentials never travel to another one. */
    private @Nullable Proven proven(Source source, Credentials credentials) {
        Proven proven = bySource.get(source.id());
        return proven != null && proven.owner.is(source, credentials) ? proven : null;
    }

    private static String identity(Credentials credentials) {
        if (credentials instanceof Credentials.Key key) {
            return key.issuer();
        }
        return credentials instanceof Credentials.Basic basic ? basic.username() : "";
    }

    private void accepted(Source source, Credentials credentials) {
        Proven proven = proven(source, credentials);
        if (proven == null || !proven.credentials.equals(credentials)) {
            bySource.put(source.id(), new Proven(Owner.of(source, credentials), credentials, null, Instant.MIN));
            if (proven != null) {
                if (proven.credentials instanceof Credentials.Key old) {
                    tokens.forget(old);
                }
                LOG.info("Source {}: the new credentials work{}", source.id(), keyId(credentials));
            }
        }
    }

    private void refused(Source source, Credentials credentials) {
        Proven proven = proven(source, credentials);
        if (proven == null) {
            return;
        }
        if (proven.credentials.equals(credentials)) {
            // While newer ones are refused these still stand by: it may be their token only that has ended.
            if (proven.refused == null) {
                bySource.remove(source.id(), proven);
            }
            return;
        }
        if (!credentials.equals(proven.refused)) {
            LOG.warn(
                    "Source {}: the new credentials{} are refused; those before go on, and the new ones are tried every minute",
                    source.id(),
                    keyId(credentials));
        }
        bySource.put(source.id(), new Proven(proven.owner, proven.credentials, credentials, clock.instant()));
    }

    private static String keyId(Credentials credentials) {
        return credentials instanceof Credentials.Key key ? " (key " + key.key().keyId() + ")" : "";
    }

    private record Owner(String provider, String host, String identity, Class<?> kind) {

        static Owner of(Source source, Credentials credentials) {
            return new Owner(
                    source.provider().name(), source.host(), Handover.identity(credentials), credentials.getClass());
        }

        /** Asked twice in every poll: without another owner to compare with. */
        boolean is(Source source, Credentials credentials) {
            return kind == credentials.getClass()
                    && identity.equals(Handover.identity(credentials))
                    && host.equals(source.host())
                    && provider.equals(source.provider().name());
        }
    }

    /**
     * @param credentials that worked
     * @param refused newer ones that did not; null while there are none
     * @param refusedAt when they were tried last
     */
    private record Proven(
            Owner owner, Credentials credentials, @Nullable Credentials refused, Instant refusedAt) {}

    private final class Watched implements Authorization {

        private final Source source;
        private final Credentials credentials;
        private final Authorization authorization;

        Watched(Source source, Credentials credentials, Authorization authorization) {
            this.source = source;
            this.credentials = credentials;
            this.authorization = authorization;
        }

        @Override
        public String header() {
            return authorization.header();
        }

        @Override
        public boolean isRenewable() {
            return authorization.isRenewable() || hasStandby();
        }

        @Override
        public boolean hasStandby() {
            Proven proven = proven(source, credentials);
            return proven != null && !proven.credentials.equals(credentials);
        }

        @Override
        public @Nullable Instant expiresAt() {
            return authorization.expiresAt();
        }

        @Override
        public @Nullable String keyId() {
            return authorization.keyId();
        }

        @Override
        public void accepted() {
            authorization.accepted();
            Handover.this.accepted(source, credentials);
        }

        @Override
        public void refused(@Nullable Instant providerTime) {
            authorization.refused(providerTime);
            Handover.this.refused(source, credentials);
        }

        @Override
        public String toString() {
            return "Authorization[redacted]";
        }
    }
}
