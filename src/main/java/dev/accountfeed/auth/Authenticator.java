package dev.accountfeed.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Proves to a provider who is calling: one way of filling the Authorization header (RFC 9110 section 11.6.2). */
public interface Authenticator {

    /**
     * What to send with the next call.
     *
     * @param host that is called
     * @param scheme word before an API key; null where the provider takes none
     * @throws CredentialsException where the credentials cannot be used
     */
    Authorization authorize(Credentials credentials, String host, @Nullable String scheme);

    /** A header's value, and what can be done when it is not taken. */
    interface Authorization {

        /** The value of the Authorization header: a secret. */
        String header();

        /** Whether another call may carry a better one. */
        default boolean isRenewable() {
            return false;
        }

        /** Whether credentials stand by that worked before these: another call would carry them. */
        default boolean hasStandby() {
            return false;
        }

        /** What the provider calls the key that signed it; null where there is none. */
        default @Nullable String keyId() {
            return null;
        }

        /** The provider took it. */
        default void accepted() {}

        /** When it ends; null where it has no end, or none that is known. */
        default @Nullable Instant expiresAt() {
            return null;
        }

        /**
         * The provider did not take it.
         *
         * @param providerTime by the provider's clock; null where it did not say
         */
        default void refused(@Nullable Instant providerTime) {}
    }
}
