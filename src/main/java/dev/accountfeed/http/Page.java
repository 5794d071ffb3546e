package dev.accountfeed.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next what to pass as {@code after} for what follows; null at the end
 */
@JsonInclude
public record Page<T>(List<T> items, @Nullable Object next) {

    static final int MAX_LIMIT = 1000;
    private static final int LIMIT = 100;

    /** A page of a list from which one item more than the limit was asked for. */
    static <T> Page<T> of(List<T> items, int limit, Function<T, Object> cursor) {
        if (items.size() <= limit) {
            return new Page<>(items, null);
        }
        List<T> page = items.subList(0, limit);
        return new Page<>(page, cursor.apply(page.get(limit - 1)));
    }

    /** The parameter {@code limit}. */
    static int limit(@Nullable String text) {
        long limit = number("limit", text, LIMIT);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new ApiException(400, "limit must be from 1 to " + MAX_LIMIT);
        }
        return (int) limit;
    }

    /** A parameter that is a whole number. */
    static long number(String name, @Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            // Not what else counts as digits in Java, and no signs.
            if (text.matches("[0-9]+")) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // It is larger than any.
        }
        throw new ApiException(400, name + " must be a whole number of at most " + Long.MAX_VALUE + ", given once");
    }
}
