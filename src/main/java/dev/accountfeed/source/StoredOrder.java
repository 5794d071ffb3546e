package dev.accountfeed.source;

import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.StoredRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the rows of a list that are the same as the last time without looking each of them up.
 *
 * <p>A provider mostly lists its accounts in the order in which they were stored, and reading them in that order costs
 * a fraction of finding them one by one. Where it does not, this gives up, and the rows are looked up.
 */
final class StoredOrder {

    /** Accounts that were there and did not come: of more, the order is another one. */
    private static final int MAX_AHEAD = 10_000;

    private final AccountStateRepository states;
    private final Map<String, StoredRecord> ahead = new HashMap<>();
    private long row;
    private boolean useful = true;

    StoredOrder(AccountStateRepository states) {
        this.states = states;
    }

    /** Marks those of the batch whose record is the very one that the account last sent was mapped from. */
    void recall(List<Observation> batch, Poll poll) {
        if (!useful || batch.isEmpty()) {
            return;
        }
        readOn(poll, batch.size());
        int found = 0;
        for (Observation observation : batch) {
            StoredRecord stored = observation.id() == null ? null : ahead.remove(observation.id());
            if (stored != null) {
                found++;
                if (Arrays.equals(stored.fingerprint(), observation.fingerprint())) {
                    observation.same();
                    poll.presence().seen(stored.row());
                }
            }
        }
        useful = found >= batch.size() / 2 && ahead.size() <= MAX_AHEAD;
    }

    private void readOn(Poll poll, int rows) {
        List<StoredRecord> next =
                states.undisturbed(poll.getSource().id(), poll.state().scope(), row, rows);
        for (StoredRecord stored : next) {
            ahead.put(stored.id(), stored);
            row = stored.row();
        }
    }
}
