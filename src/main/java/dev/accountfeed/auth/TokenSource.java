package dev.accountfeed.auth;

/** Gives a token that a call may be made with now. */
public interface TokenSource {

    AccessToken token();
}
