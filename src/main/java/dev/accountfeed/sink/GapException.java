package dev.accountfeed.sink;

/** Events that a sink has not got are no longer stored. */
final class GapException extends Exception {

    private static final long serialVersionUID = 1;

    GapException(String message) {
        super(message + "; the command 'snapshot' sends every account anew");
    }
}
