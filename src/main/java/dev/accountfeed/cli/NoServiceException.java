package dev.accountfeed.cli;

/** The running service could not be asked, or refused; the message says what to do. */
final class NoServiceException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoServiceException(String message) {
        super(message);
    }
}
