package dev.accountfeed.source;

import java.time.Instant;
import java.util.Collection;

/**
 * How many sources and polls are at what.
 *
 * @param enabled sources that are polled
 * @param failing enabled sources whose last poll failed
 * @param waiting enabled sources whose provider asked to wait
 * @param queued polls that are due and have no place yet
 * @param running polls under way
 */
public record Load(int enabled, int failing, int waiting, int queued, int running) {

    static Load of(Collection<Slot> slots, Instant now) {
        int enabled = 0;
        int failing = 0;
        int waiting = 0;
        int queued = 0;
        int running = 0;
        for (Slot slot : slots) {
            running += slot.running ? 1 : 0;
            if (slot.isScheduled()) {
                enabled++;
                queued += slot.queued ? 1 : 0;
                waiting += slot.notBefore.isAfter(now) ? 1 : 0;
                failing += slot.state != null && slot.state.failedPolls() > 0 ? 1 : 0;
            }
        }
        return new Load(enabled, failing, waiting, queued, running);
    }
}
