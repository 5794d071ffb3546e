package dev.accountfeed.state;

import dev.accountfeed.event.FeedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one step of a poll has found, stored in one transaction: the states and the events that follow from them.
 *
 * @param accounts states to insert (row 0) or update
 * @param source the source's new state; null to leave it
 */
public record StateChange(
        String sourceId,
        List<AccountState> accounts,
        List<FeedEvent> events,
        @Nullable SourceState source) {

    public boolean isEmpty() {
        return accounts.isEmpty() && events.isEmpty() && source == null;
    }
}
