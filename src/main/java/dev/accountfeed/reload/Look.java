package dev.accountfeed.reload;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stood in the files at one moment.
 *
 * @param digests of the contents, by file
 */
record Look(Map<Path, String> digests) {

    Look {
        digests = Map.copyOf(new TreeMap<>(digests));
    }

    /** The files that differ, those that came or went included. */
    Set<Path> changedSince(Look before) {
        Set<Path> changed = new TreeSet<>(digests.keySet());
        changed.addAll(before.digests.keySet());
        changed.removeIf(file -> Objects.equals(digests.get(file), before.digests.get(file)));
        return changed;
    }

    /** Whether the files of the other one are the same here. */
    boolean contains(Look other) {
        return digests.entrySet().containsAll(other.digests.entrySet());
    }
}
