package dev.accountfeed.state;

/** The database could not do what was asked of it; nothing of it was stored. */
public class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public DatabaseException(String message) {
        super(message);
    }

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
