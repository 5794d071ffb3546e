package dev.accountfeed.state;

import dev.accountfeed.event.EventEncoder;
import dev.accountfeed.event.FeedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of sources and their accounts; an account is the same if its source and its id are. */
public final class AccountStateRepository {

    private static final Logger LOG = LoggerFactory.getLogger(AccountStateRepository.class);
    private static final int CHUNK = 500;

    private final Database database;
    private final EventEncoder encoder;
    private final RecentStates recent = new RecentStates();
    private final Map<String, Long> changes = new ConcurrentHashMap<>();
    private final List<Consumer<StateChange>> listeners = new CopyOnWriteArrayList<>();

    public AccountStateRepository(Database database, EventEncoder encoder) {
        this.database = database;
        this.encoder = encoder;
    }

    /** Why nothing can be stored, and what to do about it; empty while all is well. */
    public Optional<String> trouble() {
        return database.trouble();
    }

    /** Looks whether what kept the database from storing has passed. */
    public void retry() {
        database.retry();
    }

    /** The source's state; a new one, without scope and baseline, if nothing is known of it. */
    public SourceState source(String id) {
        return database.read(connection -> SourceTable.find(connection, id));
    }

    /** Until when sources wait that their providers asked to, by id. */
    public Map<String, Instant> waits() {
        return database.read(SourceTable::waits);
    }

    /** The ids of all sources of which anything is known, in the inventory or not. */
    public Set<String> sources() {
        return database.read(connection -> {
            // A first poll that was cut off has stored accounts, and no source yet.
            Set<String> ids = SourceTable.ids(connection);
            ids.addAll(AccountTable.sources(connection));
            return ids;
        });
    }

    /** The states, by id, of those of the accounts that are known. */
    public Map<String, AccountState> find(String sourceId, Collection<String> ids) {
        if (ids.size() == 1) {
            String id = ids.iterator().next();
            AccountState state =
                    recent.find(sourceId, id, () -> query(sourceId, ids).get(id));
            return state == null ? Map.of() : Map.of(id, state);
        }
        return query(sourceId, ids);
    }

    private Map<String, AccountState> query(String sourceId, Collection<String> ids) {
        List<String> distinct = ids.stream().distinct().toList();
        return database.read(connection -> {
            Map<String, AccountState> found = new HashMap<>();
            for (int from = 0; from < distinct.size(); from += CHUNK) {
                List<String> chunk = distinct.subList(from, Math.min(from + CHUNK, distinct.size()));
                AccountTable.find(connection, sourceId, chunk).forEach(state -> found.put(state.id(), state));
            }
            return found;
        });
    }

    /**
     * The next accounts that are there, by row, without what they look like.
     *
     * <p>Only those that were last seen in the scope, with nothing counted or held against them: an equal record changes
     * nothing about them.
     */
    public List<StoredRecord> undisturbed(String sourceId, String scope, long afterRow, int limit) {
        return database.read(connection -> AccountTable.undisturbed(connection, sourceId, scope, afterRow, limit));
    }

    /** Hands out, by row, the accounts that are there and were last seen in the scope. */
    public void forEachPresent(String sourceId, String scope, Consumer<AccountState> consumer) {
        walk(sourceId, scope, consumer);
    }

    /** Hands out, by row, the accounts that are there, whatever scope they were last seen in. */
    public void forEachPresent(String sourceId, Consumer<AccountState> consumer) {
        walk(sourceId, null, consumer);
    }

    // In pages, so that no connection and no old snapshot, which would let the write-ahead log grow, is held while
    // the consumer works; it may store what it likes.
    private void walk(String sourceId, @Nullable String scope, Consumer<AccountState> consumer) {
        long row = 0;
        List<AccountState> page;
        do {
            long after = row;
            page = database.read(connection -> AccountTable.present(connection, sourceId, scope, after, CHUNK));
            page.forEach(consumer);
            row = page.isEmpty() ? row : page.get(page.size() - 1).row();
        } while (page.size() == CHUNK);
    }

    /** The highest row that an account has had, of any source. */
    public long lastRow() {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet feed = statement.executeQuery("SELECT accounts FROM feed")) {
                return feed.getLong(1);
            }
        });
    }

    /** How many accounts are there and were last seen in the scope. */
    public long countPresent(String sourceId, String scope) {
        return database.read(connection -> AccountTable.countPresent(connection, sourceId, scope));
    }

    /** How many accounts of each source have their delete held back, by reason. */
    public Map<String, Map<String, Long>> held() {
        return database.read(AccountTable::held);
    }

    /** How many accounts of all sources have their delete held back. */
    public long countHeld() {
        return database.read(AccountTable::countHeld);
    }

    /** Calls the listener with every change that has been stored, in the thread that stored it: it must be quick. */
    public void onStore(Consumer<StateChange> listener) {
        listeners.add(listener);
    }

    /**
     * Stores states and events together, or nothing.
     *
     * @throws DatabaseException if it cannot, or if another change of one of the accounts came in between
     */
    public void store(StateChange change) {
        if (change.isEmpty()) {
            return;
        }
        boolean events = write(change);
        tell(change);
        if (events) {
            database.eventsAdded();
        }
    }

    /** Another number whenever something of the source may have been stored or removed since the start. */
    public long changes(String sourceId) {
        return changes.getOrDefault(sourceId, 0L);
    }

    private boolean write(StateChange change) {
        try {
            boolean events = database.write(connection -> {
                store(connection, change);
                return !change.events().isEmpty();
            });
            recent.stored(change);
            return events;
        } catch (RuntimeException e) {
            // What is there now, only the database knows.
            recent.clear();
            throw e;
        } finally {
            changes.merge(change.sourceId(), 1L, Long::sum);
        }
    }

    private void tell(StateChange change) {
        for (Consumer<StateChange> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                // It is stored: who failed to hear of it must not make it look otherwise.
                LOG.warn("A listener to changes failed", e);
            }
        }
    }

    private void store(Connection connection, StateChange change) throws SQLException {
        Map<Boolean, List<AccountState>> byNew =
                change.accounts().stream().collect(Collectors.partitioningBy(state -> state.row() == 0));
        List<AccountState> added = byNew.getOrDefault(true, List.of());
        List<AccountState> known = byNew.getOrDefault(false, List.of());
        Numbers last = take(connection, change.events().size(), added.size());
        AccountTable.insert(connection, change.sourceId(), added, last.row() - added.size() + 1);
        AccountTable.update(connection, change.sourceId(), known, eventsByAccount(change));
        if (change.source() != null) {
            SourceTable.store(connection, change.source());
        }
        EventTable.append(
                connection,
                change.events(),
                last.sequence() - change.events().size() + 1,
                rows(known, added, last.row() - added.size() + 1),
                (event, sequence) -> encoder.encode(event, database.generation(), sequence));
    }

    private static EventTable.Subject rows(List<AccountState> known, List<AccountState> added, long firstRow) {
        Map<String, Long> rows = new HashMap<>();
        known.forEach(state -> rows.put(state.id(), state.row()));
        long row = firstRow;
        for (AccountState state : added) {
            rows.put(state.id(), row++);
        }
        return event -> event instanceof FeedEvent.OfAccount one ? rows.get(one.accountId()) : null;
    }

    private static Map<String, Long> eventsByAccount(StateChange change) {
        return change.events().stream()
                .filter(FeedEvent.OfAccount.class::isInstance)
                .map(FeedEvent.OfAccount.class::cast)
                .collect(Collectors.groupingBy(FeedEvent.OfAccount::accountId, Collectors.counting()));
    }

    // Taken in the transaction that uses them, so that sequences are committed in order and leave no gaps.
    private static Numbers take(Connection connection, int events, int rows) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE feed SET sequence = sequence + ?, accounts = accounts + ? RETURNING sequence, accounts")) {
            update.setInt(1, events);
            update.setInt(2, rows);
            try (ResultSet row = update.executeQuery()) {
                return new Numbers(row.getLong(1), row.getLong(2));
            }
        }
    }

    private record Numbers(long sequence, long row) {}

    /**
     * Removes what is known of the source and its accounts; its events stay.
     *
     * <p>How far each account's revisions have counted stays too: a source of the same name would use the ids of its
     * events again.
     */
    public void remove(String sourceId) {
        database.write(connection -> {
            AccountTable.forget(connection, sourceId);
            SourceTable.delete(connection, sourceId);
            return true;
        });
        recent.clear();
        changes.merge(sourceId, 1L, Long::sum);
    }
}
