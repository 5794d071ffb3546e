package dev.accountfeed.auth;

import org.jspecify.annotations.Nullable;

/** Signs where the credentials are a key file, and sends them as they are where they are anything else. */
public final class CredentialsAuthenticator implements Authenticator {

    private final Authenticator signing;
    private final Authenticator sending;

    public CredentialsAuthenticator(JwtAuthenticator signing, StaticAuthenticator sending) {
        this.signing = signing;
        this.sending = sending;
    }

    @Override
    public Authorization authorize(Credentials credentials, String host, @Nullable String scheme) {
        Authenticator one = credentials instanceof Credentials.KeyFile || credentials instanceof Credentials.Key
                ? signing
                : sending;
        return one.authorize(credentials, host, scheme);
    }
}
