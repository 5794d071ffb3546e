package dev.accountfeed.auth;

import dev.accountfeed.config.Finding;

/** Credentials that cannot be used; the message says where, what and what instead, and holds no secret. */
public final class CredentialsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CredentialsException(Finding finding) {
        super(finding.toString());
    }
}
