package dev.accountfeed.provider;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds ids that occur more than once among millions, in about 16 bytes each.
 *
 * <p>Ids are told apart by a 64-bit hash. Two that share one are only taken for repeated, which means that their
 * records are compared once more: slower, never wrong.
 */
final class RepeatedIds {

    /** An answer in which more ids are repeated is no list of accounts. */
    private static final int MAX_REPEATED = 10_000;

    private final Set<String> repeated = new HashSet<>();
    private long[] table = new long[64];
    private int size;

    void add(String id) {
        if (size * 2 >= table.length) {
            grow();
        }
        if (!insert(hash(id)) && repeated.size() <= MAX_REPEATED) {
            repeated.add(id);
        }
    }

    Set<String> repeated() throws IOException {
        if (repeated.size() > MAX_REPEATED) {
            throw new IOException("more than " + MAX_REPEATED + " ids occur more than once");
        }
        return repeated;
    }

    private boolean insert(long hash) {
        int slot = (int) hash & table.length - 1;
        while (table[slot] != 0) {
            if (table[slot] == hash) {
                return false;
            }
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = hash;
        size++;
        return true;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        size = 0;
        Arrays.stream(old).filter(hash -> hash != 0).forEach(this::insert);
    }

    /** FNV-1a, finished with the mixer of SplittableRandom; never 0, which marks a free slot. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}
