package dev.accountfeed.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a poll has no answer that counts. The subclasses are what the routes repeat differently.
 *
 * <p>Messages hold no secret and nothing of an answer but the provider's error code and text.
 */
public class PollException extends Exception {

    private static final long serialVersionUID = 1;

    private final Outcome outcome;
    private final @Nullable Duration retryAfter;

    public PollException(Outcome outcome, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        // Thousands of polls may fail in the same second, and the stack says nothing that the message does not.
        // Camel looks for an error handler by the innermost cause first: an IOException in there would choose it.
        super(message, cause instanceof IOException ? null : cause, false, false);
        this.outcome = outcome;
        this.retryAfter = retryAfter;
    }

    /** The exception that the routes expect for an outcome. */
    public static PollException of(Outcome outcome, String message, @Nullable Duration retryAfter) {
        return switch (outcome) {
            case UNAVAILABLE -> new Unavailable(message, null);
            case TOKEN_REFUSED -> new TokenRefused(message);
            case MALFORMED -> new Malformed(message, null);
            case NOT_FOUND -> new NotFound(message);
            default -> new PollException(outcome, message, retryAfter, null);
        };
    }

    /** This machine's disk does not take an answer: no fault of the provider's. */
    static PollException unkept(Path folder, IOException e) {
        return new PollException(
                Outcome.INTERNAL, "no room for the answer in " + folder + ": " + e.getMessage(), null, e);
    }

    public Outcome outcome() {
        return outcome;
    }

    /** How long the provider asked to wait; null where it did not. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** A fault that may pass within the poll. */
    public static final class Unavailable extends PollException {
        private static final long serialVersionUID = 1;

        public Unavailable(String message, @Nullable Throwable cause) {
            super(Outcome.UNAVAILABLE, message, null, cause);
        }
    }

    /** A signed token that the provider did not take: worth one new token. */
    public static final class TokenRefused extends PollException {
        private static final long serialVersionUID = 1;

        public TokenRefused(String message) {
            super(Outcome.TOKEN_REFUSED, message, null, null);
        }
    }

    /** An answer that cannot be read: worth one more call. */
    public static final class Malformed extends PollException {
        private static final long serialVersionUID = 1;

        public Malformed(String message, @Nullable Throwable cause) {
            super(Outcome.MALFORMED, message, null, cause);
        }
    }

    /** The provider's own word that the account asked for is not there. */
    public static final class NotFound extends PollException {
        private static final long serialVersionUID = 1;

        public NotFound(String message) {
            super(Outcome.NOT_FOUND, message, null, null);
        }
    }
}
