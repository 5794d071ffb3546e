package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A provider's accounts, oldest first: generated ones, which take no memory until they change, then those that were
 * put. Rows are never changed in place, so that what {@link #all} gave stays as it was.
 */
final class AccountStore {

    private final String idField;
    private final Map<String, ObjectNode> put = new LinkedHashMap<>();
    private final BitSet removed = new BitSet();
    private Generator generator = Generator.NONE;
    private @Nullable List<ObjectNode> all;

    AccountStore(String idField) {
        this.idField = idField;
    }

    /** Accounts that follow from their index alone. */
    interface Generator {

        Generator NONE = new Generator() {
            @Override
            public int size() {
                return 0;
            }

            @Override
            public ObjectNode row(int index) {
                throw new IndexOutOfBoundsException(index);
            }

            @Override
            public int index(String id) {
                return -1;
            }
        };

        int size();

        ObjectNode row(int index);

        /** Where the id stands; -1 where it is none of this generator's. */
        int index(String id);
    }

    /** Adds the account, or replaces the one with its id at its place. */
    synchronized void put(ObjectNode account) {
        JsonNode id = account.path(idField);
        if (!id.isValueNode() || id.asText().isEmpty()) {
            throw new IllegalArgumentException("the account has no " + idField);
        }
        put.put(id.asText(), account.deepCopy());
        int index = generator.index(id.asText());
        if (index >= 0) {
            removed.clear(index);
        }
        all = null;
    }

    /** Sets the fields of the patch, and takes away those it has as null; false where there is no such account. */
    synchronized boolean update(String id, ObjectNode patch) {
        Optional<ObjectNode> known = get(id);
        if (known.isEmpty()) {
            return false;
        }
        ObjectNode account = known.get().deepCopy();
        for (var field : patch.properties()) {
            if (field.getValue().isNull()) {
                account.remove(field.getKey());
            } else {
                account.set(field.getKey(), field.getValue());
            }
        }
        if (!account.path(idField).asText().equals(id)) {
            throw new IllegalArgumentException(idField + " of an account never changes");
        }
        put(account);
        return true;
    }

    /** False where there is no such account. */
    synchronized boolean remove(String id) {
        boolean known = get(id).isPresent();
        put.remove(id);
        int index = generator.index(id);
        if (index >= 0) {
            removed.set(index);
        }
        all = null;
        return known;
    }

    synchronized void clear() {
        generate(Generator.NONE);
    }

    /** Replaces everything. */
    synchronized void generate(Generator accounts) {
        put.clear();
        removed.clear();
        generator = accounts;
        all = null;
    }

    synchronized Optional<ObjectNode> get(String id) {
        ObjectNode account = put.get(id);
        if (account != null) {
            return Optional.of(account);
        }
        int index = generator.index(id);
        return index < 0 || removed.get(index) ? Optional.empty() : Optional.of(generator.row(index));
    }

    /** All accounts as they are now, oldest first, each made when it is asked for. */
    synchronized List<ObjectNode> all() {
        if (all == null) {
            all = snapshot();
        }
        return all;
    }

    private List<ObjectNode> snapshot() {
        Generator accounts = generator;
        Map<Integer, ObjectNode> replaced = new HashMap<>();
        List<ObjectNode> added = new ArrayList<>();
        put.forEach((id, account) -> {
            int index = accounts.index(id);
            if (index < 0) {
                added.add(account);
            } else {
                replaced.put(index, account);
            }
        });
        int[] live = removed.isEmpty() ? new int[0] : live(accounts.size());
        int generated = accounts.size() - removed.cardinality();
        return new AbstractList<>() {
            @Override
            public ObjectNode get(int position) {
                if (position >= generated) {
                    return added.get(position - generated);
                }
                int index = live.length == 0 ? position : live[position];
                ObjectNode changed = replaced.get(index);
                return changed == null ? accounts.row(index) : changed;
            }

            @Override
            public int size() {
                return generated + added.size();
            }
        };
    }

    private int[] live(int size) {
        return java.util.stream.IntStream.range(0, size)
                .filter(index -> !removed.get(index))
                .toArray();
    }
}
