package dev.accountfeed.http;

/** What the caller is told, with its status: what is wrong, and what to do instead. */
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    ApiException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
