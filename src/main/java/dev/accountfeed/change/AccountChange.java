package dev.accountfeed.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One difference between the account last sent and the account now, both in canonical JSON.
 *
 * @param before what was last sent; null for the first time and after a delete
 * @param after what is there now; null for {@link Op#d}
 * @param changed JSON Pointers of the leaves that differ, sorted; empty unless {@link Op#u}
 */
public record AccountChange(
        Op op, @Nullable JsonNode before, @Nullable JsonNode after, List<String> changed) {

    public AccountChange {
        if ((after == null) != (op == Op.d)) {
            throw new IllegalArgumentException("exactly a deleted account has nothing after");
        }
        changed = List.copyOf(changed);
    }

    /** The kind only: accounts hold personal data. */
    @Override
    public String toString() {
        return "AccountChange[" + op + ", changed=" + changed + "]";
    }
}
