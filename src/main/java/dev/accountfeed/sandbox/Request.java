package dev.accountfeed.sandbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A call as a simulator sees it.
 *
 * @param headers by name, whatever its case
 * @param received by the provider's clock, which a fault may set wrong
 * @param edit what a fault does to the rows of the answer before they are written
 * @param hints what a fault wants of the answer's form, such as {@code form=errorCode}
 */
record Request(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        Instant received,
        UnaryOperator<Rows> edit,
        Map<String, String> hints) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    Request at(Instant time) {
        return new Request(method, path, query, headers, body, time, edit, hints);
    }

    /** The same call, answered with rows changed by what was asked for before and then by this. */
    Request edited(UnaryOperator<Rows> further) {
        UnaryOperator<Rows> both = rows -> further.apply(edit.apply(rows));
        return new Request(method, path, query, headers, body, received, both, hints);
    }

    Request hinted(String name, String value) {
        Map<String, String> more = new TreeMap<>(hints);
        more.put(name, value);
        return new Request(method, path, query, headers, body, received, edit, more);
    }

    /** Method and path: headers and query may hold credentials. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
