package dev.accountfeed.source;

import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What differs between two inventories.
 *
 * @param added ids of sources
 * @param removed ids of sources
 * @param changed ids of sources, those whose provider or key changed included
 */
public record InventoryChange(TreeSet<String> added, TreeSet<String> removed, TreeSet<String> changed) {

    public static InventoryChange between(Inventory before, Inventory after) {
        Map<String, Source> old = byId(before);
        Map<String, Source> now = byId(after);
        TreeSet<String> added = new TreeSet<>(now.keySet());
        added.removeAll(old.keySet());
        TreeSet<String> removed = new TreeSet<>(old.keySet());
        removed.removeAll(now.keySet());
        TreeSet<String> changed = new TreeSet<>(now.keySet());
        changed.removeIf(id -> !old.containsKey(id) || Objects.equals(now.get(id), old.get(id)));
        return new InventoryChange(added, removed, changed);
    }

    private static Map<String, Source> byId(Inventory inventory) {
        return inventory.sources().stream().collect(Collectors.toMap(Source::id, Function.identity()));
    }
}
