package dev.accountfeed.provider;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The providers that have a folder.
 *
 * @param sound by name, those whose manifest is in order
 * @param broken names of the others
 */
public record Providers(Map<String, Provider> sound, Set<String> broken) {

    public Providers {
        sound = Map.copyOf(sound);
        broken = Set.copyOf(broken);
    }

    /** The names of all, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(sound.keySet());
        names.addAll(broken);
        return names;
    }
}
