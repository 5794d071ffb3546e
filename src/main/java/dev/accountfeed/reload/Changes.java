package dev.accountfeed.reload;

import dev.accountfeed.source.Inventory;
import dev.accountfeed.source.InventoryChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What changed from one configuration to the next, in words. */
record Changes(Look before, Look after, Inventory oldInventory, Inventory newInventory, Set<String> settings) {

    private static final int MOST = 10;

    List<String> words() {
        List<String> words = new ArrayList<>();
        InventoryChange sources = InventoryChange.between(oldInventory, newInventory);
        add(words, "sources added", sources.added());
        add(words, "sources removed", sources.removed());
        add(words, "sources changed", sources.changed());
        add(words, "settings", settings);
        add(
                words,
                "files",
                after.changedSince(before).stream()
                        .map(Path::getFileName)
                        .map(String::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new)));
        return words.isEmpty() ? List.of("as it was") : words;
    }

    private static void add(List<String> words, String what, Collection<String> names) {
        if (!names.isEmpty()) {
            String more = names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "";
            words.add(what + " " + names.stream().limit(MOST).collect(Collectors.joining(", ")) + more);
        }
    }
}
