package dev.accountfeed.sink;

/** Another instance of the service writes to the sink now. */
final class FencedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FencedException(String message) {
        super(message);
    }
}
