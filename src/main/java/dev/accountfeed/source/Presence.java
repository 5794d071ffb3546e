package dev.accountfeed.source;

import dev.accountfeed.state.AccountStateRepository;
import java.util.BitSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which of the stored accounts a poll's answer holds, by their rows. */
final class Presence {

    private final BitSet seen = new BitSet();
    private long firstNewRow = Long.MAX_VALUE;
    private long newAccounts;
    private long arrived;
    private @Nullable StoredOrder storedOrder;

    /** How far the list's rows have been compared with what is stored. */
    StoredOrder storedOrder(AccountStateRepository states) {
        if (storedOrder == null) {
            storedOrder = new StoredOrder(states);
        }
        return storedOrder;
    }

    /** Marks a known account as there. */
    void seen(long row) {
        seen.set(Math.toIntExact(row));
    }

    /** Whether a stored account was in the answer: marked, or stored by this very poll. */
    boolean hasSeen(long row) {
        return row >= firstNewRow || seen.get(Math.toIntExact(row));
    }

    /**
     * Counts an account that this poll is about to store for the first time.
     *
     * @param lastRow the highest row before that; rows of this source above it are this poll's
     */
    void addNew(LongSupplier lastRow) {
        if (newAccounts++ == 0) {
            firstNewRow = lastRow.getAsLong() + 1;
        }
    }

    /** Counts an account that was not there, or not within the scope, before this poll. */
    void addArrived() {
        arrived++;
    }

    long arrived() {
        return arrived;
    }

    /** How many accounts the answer holds. */
    long accounts() {
        return seen.cardinality() + newAccounts;
    }
}
