package dev.accountfeed.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider's sources that wait for their turn, and how many of its polls are under way. */
final class ProviderQueue {

    private final Deque<Slot> waiting = new ArrayDeque<>();
    private int running;
    private int ailing;

    void add(Slot slot) {
        waiting.add(slot);
    }

    /** Takes out all that wait. */
    List<Slot> drain() {
        List<Slot> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    boolean hasRunning() {
        return running > 0;
    }

    /**
     * The next that may run, and runs from now on; null while none may. Sources that failed have half of the polls at
     * once, so that the others have theirs.
     *
     * @param concurrency how many may run at once
     * @param reserved ids of sources that may not
     */
    @Nullable
    Slot begin(int concurrency, Set<String> reserved) {
        if (running >= concurrency) {
            return null;
        }
        boolean ailingToo = ailing < Math.max(1, concurrency / 2);
        for (Iterator<Slot> slots = waiting.iterator(); slots.hasNext(); ) {
            Slot slot = slots.next();
            if (!reserved.contains(slot.source.id()) && (ailingToo || !slot.isAiling())) {
                slots.remove();
                slot.queued = false;
                slot.running = true;
                slot.runsAiling = slot.isAiling();
                running++;
                ailing += slot.runsAiling ? 1 : 0;
                return slot;
            }
        }
        return null;
    }

    /** A poll has ended. */
    void end(Slot slot) {
        slot.running = false;
        running--;
        ailing -= slot.runsAiling ? 1 : 0;
    }
}
