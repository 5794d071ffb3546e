package dev.accountfeed.source;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request is part of, as W3C Trace Context writes it.
 *
 * @param value {@code 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01}
 */
public record Traceparent(String value) {

    // Version ff and ids of zeros alone are not valid; what a later version adds stands behind another dash.
    private static final Pattern VALID = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-[!-~]{1,200})?");

    /** The header's value; empty where there is none, or none that is valid, which W3C wants ignored. */
    public static Optional<Traceparent> of(@Nullable String header) {
        return Optional.ofNullable(header)
                .filter(text -> VALID.matcher(text).matches() && (!text.startsWith("00") || text.length() == 55))
                .map(Traceparent::new);
    }

    static @Nullable String text(@Nullable Traceparent trace) {
        return trace == null ? null : trace.value;
    }
}
