package dev.accountfeed.provider;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds ids that occur more than once among millions, in three to six bytes each.
 *
 * <p>A Bloom filter that grows (Almeida and others, "Scalable Bloom Filters", 2007): fewer than one id in a thousand is
 * taken for repeated though it is not, which means that its record is compared once more: slower, never wrong.
 */
final class RepeatedIds {

    /** An answer in which more ids are repeated is no list of accounts. */
    private static final int MAX_REPEATED = 10_000;

    private static final int MISTAKES = 1000;
    private static final int SMALLEST = 1024;
    private static final int BITS = 24;
    private static final int PROBES = 8;

    private final Set<String> repeated = new HashSet<>();
    private final List<Filter> filters = new ArrayList<>();
    private long ids;
    private int room;
    private boolean tooMany;

    void add(String id) {
        ids++;
        long hash = hash(id);
        if (has(hash)) {
            note(id);
            return;
        }
        if (room == 0) {
            room = SMALLEST << filters.size();
            filters.add(new Filter(room));
        }
        filters.get(filters.size() - 1).put(hash);
        room--;
    }

    private void note(String id) {
        // For good: once some are left out, the others are not all.
        if (!tooMany) {
            repeated.add(id);
            tooMany = repeated.size() > MAX_REPEATED + ids / MISTAKES;
        }
    }

    private boolean has(long hash) {
        for (Filter filter : filters) {
            if (filter.has(hash)) {
                return true;
            }
        }
        return false;
    }

    /** Those that occur more than once, and perhaps some that do not. */
    Set<String> repeated() throws IOException {
        if (tooMany) {
            throw new IOException("more than " + MAX_REPEATED + " ids occur more than once");
        }
        return repeated;
    }

    /** FNV-1a, finished with the mixer of SplittableRandom. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }

    private static final class Filter {

        private final long[] words;

        Filter(int capacity) {
            words = new long[capacity * BITS / Long.SIZE];
        }

        boolean has(long hash) {
            for (int probe = 0; probe < PROBES; probe++) {
                long bit = bit(hash, probe);
                if ((words[(int) (bit >>> 6)] & 1L << bit) == 0) {
                    return false;
                }
            }
            return true;
        }

        void put(long hash) {
            for (int probe = 0; probe < PROBES; probe++) {
                long bit = bit(hash, probe);
                words[(int) (bit >>> 6)] |= 1L << bit;
            }
        }

        /** Two halves make all probes (Kirsch and Mitzenmacher, 2006), each spread over the bits without a division. */
        private long bit(long hash, int probe) {
            long mixed = (hash + probe * ((hash >>> 32) | 1)) & 0xffffffffL;
            return (mixed * words.length * Long.SIZE) >>> 32;
        }
    }
}
