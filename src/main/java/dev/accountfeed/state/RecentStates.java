package dev.accountfeed.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * States that were asked for one by one, as sources of one account do at each poll: a query takes as long as the rest
 * of such a poll.
 */
final class RecentStates {

    /** As many sources of one account as are polled from memory; others ask the database. */
    private static final int KEPT = 10_000;

    private final Map<Key, AccountState> states = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, AccountState> eldest) {
            return size() > KEPT;
        }
    };

    private long changes;

    private record Key(String source, String id) {}

    /** The state, from the database where it is not at hand; null where there is none. */
    @Nullable
    AccountState find(String sourceId, String id, Supplier<@Nullable AccountState> database) {
        Key key = new Key(sourceId, id);
        long before;
        synchronized (this) {
            AccountState found = states.get(key);
            if (found != null) {
                return found;
            }
            before = changes;
        }
        AccountState read = database.get();
        synchronized (this) {
            // Something was stored meanwhile: what was read may be older.
            if (read != null && before == changes) {
                states.put(key, read);
            }
        }
        return read;
    }

    /** Follows what has been stored. */
    synchronized void stored(StateChange change) {
        changes++;
        if (!states.isEmpty()) {
            for (AccountState state : change.accounts()) {
                // Those that are new have got their row from the database.
                Key key = new Key(change.sourceId(), state.id());
                if (state.row() == 0 || states.computeIfPresent(key, (same, old) -> state) == null) {
                    states.remove(key);
                }
            }
        }
    }

    /** Forgets everything. */
    synchronized void clear() {
        changes++;
        states.clear();
    }
}
