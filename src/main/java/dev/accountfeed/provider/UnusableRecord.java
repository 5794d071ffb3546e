package dev.accountfeed.provider;

/** A record that no account can be made of; the message says why and holds no value of it. */
public final class UnusableRecord extends Exception {

    private static final long serialVersionUID = 1;

    public UnusableRecord(String message) {
        super(message, null, false, false);
    }
}
