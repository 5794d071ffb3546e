package dev.accountfeed.http;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets in the query parameters that the routes know and the trace, and out nothing but the answer's own headers.
 *
 * <p>Camel makes headers of all parameters and headers of a request, and headers of the answer of all that are left:
 * a parameter could take a path parameter's place, or set a cookie.
 */
final class ApiHeaders implements HeaderFilterStrategy {

    /** Of W3C Trace Context. */
    static final String TRACEPARENT = "traceparent";

    private static final Set<String> PARAMETERS =
            Set.of("q", "of", "state", "after", "limit", "if-none-match", TRACEPARENT);
    private static final Set<String> ANSWER = Set.of(
            "cache-control",
            "content-security-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "etag",
            "location",
            "referrer-policy",
            "retry-after");

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !PARAMETERS.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !ANSWER.contains(name.toLowerCase(Locale.ROOT));
    }
}
