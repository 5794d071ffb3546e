package dev.accountfeed.source;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The step of the schedule from one inventory to the next, source by source. */
final class Reconfiguration {

    private final Map<String, Slot> slots;
    private final Map<String, Slot> leaving;
    private final Map<String, Instant> waits;
    private final Instant now;

    /**
     * @param slots by source id, in the inventory's order
     * @param leaving those that left the inventory with a poll under way
     * @param waits until when sources wait that are in no slot, by id
     */
    Reconfiguration(Map<String, Slot> slots, Map<String, Slot> leaving, Map<String, Instant> waits, Instant now) {
        this.slots = slots;
        this.leaving = leaving;
        this.waits = waits;
        this.now = now;
    }

    void apply(Inventory next) {
        Map<String, Slot> before = new HashMap<>(slots);
        // A source that comes back takes its place again: two would be polled at once.
        before.putAll(leaving);
        slots.clear();
        leaving.clear();
        List<Source> added = next.sources().stream()
                .filter(Source::enabled)
                .filter(source -> !isScheduled(before.get(source.id())))
                .toList();
        for (Source source : next.sources()) {
            Slot slot = before.remove(source.id());
            slots.put(source.id(), slot == null ? added(source) : changed(slot, source));
        }
        for (Source source : added) {
            Slot slot = slots.get(source.id());
            if (slot != null) {
                slot.due = slot.notBefore(Timetable.first(source, now, added.size()));
                slot.atOnce = slot.running && source.recurrence() instanceof Recurrence.Every;
            }
        }
        before.forEach((id, slot) -> {
            slot.gone = true;
            waits.put(id, slot.notBefore);
            if (slot.running) {
                leaving.put(id, slot);
            }
        });
    }

    private static boolean isScheduled(@Nullable Slot slot) {
        return slot != null && slot.isScheduled();
    }

    private Slot added(Source source) {
        Slot slot = new Slot(source);
        slot.notBefore = waits.getOrDefault(source.id(), Instant.MIN);
        return slot;
    }

    private Slot changed(Slot slot, Source next) {
        Source before = slot.source;
        slot.source = next;
        slot.gone = false;
        if (!before.recurrence().equals(next.recurrence())) {
            slot.due = slot.notBefore(Timetable.next(next, now));
        }
        return slot;
    }
}
