package dev.accountfeed.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a poll ended: the rows of the contract's section 7. */
public enum Outcome {
    OK(false),
    /** A list of exactly as many rows as the largest limit that may be asked for. */
    LIMIT_REACHED(false),
    /** A list of a round hundred of rows below the limit. */
    SILENT_CAP(false),
    /** A list by name or state: it never deletes. */
    FILTERED(false),
    /** An empty list where accounts were known. */
    EMPTY_LIST(false),
    /** Some rows could not be used, or are missing by the provider's own count. */
    PARTIAL(false),
    /** A signed token was refused, and so was a new one. */
    TOKEN_REFUSED(true),
    /** The provider knows us and says no, or does not know us. */
    REFUSED(true),
    /** Asked to wait. */
    THROTTLED(true),
    /** A fault of the provider or of the way to it. */
    UNAVAILABLE(true),
    /** The one account that was asked for is not there. */
    NOT_FOUND(true),
    /** A source of one account answered with another one. */
    IDENTITY_CHANGED(true),
    /** A status or code that means nothing to the manifest. */
    UNEXPECTED(true),
    /** Not the announced format, cut, too large or too slow. */
    MALFORMED(true),
    /** A fault of this feed: the state cannot be read or written, or the poll was stopped. */
    INTERNAL(true);

    private final boolean failure;

    Outcome(boolean failure) {
        this.failure = failure;
    }

    public boolean isFailure() {
        return failure;
    }

    /** In the words of status, metrics and manifests: {@code token-refused}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The outcome of that {@link #word}. */
    public static Outcome of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
