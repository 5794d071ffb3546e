package dev.accountfeed.sink;

/** A sink has events that the database has never numbered: the database was lost, or restored from a copy. */
public final class PositionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PositionException(String sink, String what) {
        super("sink " + sink + " " + what + ": the database was lost or restored from a copy;"
                + " put the right one back, or run 'account-feed recover'");
    }
}
