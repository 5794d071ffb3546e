package dev.accountfeed.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The table {@code account}. */
final class AccountTable {

    static final String COLUMNS = "number, id, scope, revision, body, fingerprint, missed, held";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM account WHERE source = ?";

    private AccountTable() {}

    static List<AccountState> find(Connection connection, String sourceId, List<String> ids) throws SQLException {
        String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
        try (PreparedStatement select = connection.prepareStatement(SELECT + " AND id IN (" + places + ")")) {
            select.setString(1, sourceId);
            for (int i = 0; i < ids.size(); i++) {
                select.setString(i + 2, ids.get(i));
            }
            return states(select);
        }
    }

    /** The next accounts that are there, by row; from every scope if it is null. */
    static List<AccountState> present(
            Connection connection, String sourceId, @Nullable String scope, long afterRow, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + " AND body IS NOT NULL AND number > ?"
                + (scope == null ? "" : " AND scope = ?") + " ORDER BY number LIMIT " + limit)) {
            select.setString(1, sourceId);
            select.setLong(2, afterRow);
            if (scope != null) {
                select.setString(3, scope);
            }
            return states(select);
        }
    }

    /** The next accounts of all sources, by row, whose last event was their delete and is no younger than that. */
    static List<AccountSearch.Found> gone(Connection connection, long sequence, long afterRow, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS + ", source FROM account"
                + " WHERE body IS NULL AND number > ?"
                + " AND NOT EXISTS (SELECT 1 FROM event WHERE event.account = account.number AND event.sequence > ?)"
                + " ORDER BY number LIMIT ?")) {
            select.setLong(1, afterRow);
            select.setLong(2, sequence);
            select.setInt(3, limit);
            try (ResultSet row = select.executeQuery()) {
                List<AccountSearch.Found> gone = new ArrayList<>();
                while (row.next()) {
                    gone.add(new AccountSearch.Found(row.getString(9), state(row)));
                }
                return gone;
            }
        }
    }

    /** The next accounts that are there, by row, seen in the scope and with nothing counted or held against them. */
    static List<StoredRecord> undisturbed(
            Connection connection, String sourceId, String scope, long afterRow, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT number, id, fingerprint FROM account WHERE source = ? AND body IS NOT NULL AND number > ?"
                        + " AND scope = ? AND missed = 0 AND held IS NULL ORDER BY number LIMIT ?")) {
            select.setString(1, sourceId);
            select.setLong(2, afterRow);
            select.setString(3, scope);
            select.setInt(4, limit);
            try (ResultSet row = select.executeQuery()) {
                List<StoredRecord> records = new ArrayList<>(limit);
                while (row.next()) {
                    records.add(new StoredRecord(row.getLong(1), row.getString(2), row.getBytes(3)));
                }
                return records;
            }
        }
    }

    private static List<AccountState> states(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            List<AccountState> states = new ArrayList<>();
            while (row.next()) {
                states.add(state(row));
            }
            return states;
        }
    }

    /** The state in a row that begins with {@link #COLUMNS}. */
    static AccountState state(ResultSet row) throws SQLException {
        return new AccountState(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                row.getBytes(6),
                row.getInt(7),
                row.getString(8));
    }

    static long countPresent(Connection connection, String sourceId, String scope) throws SQLException {
        return count(connection, "source = ? AND body IS NOT NULL AND scope = ?", sourceId, scope);
    }

    static Map<String, Map<String, Long>> held(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT source, held, count(*) FROM account WHERE held IS NOT NULL GROUP BY source, held");
                ResultSet row = select.executeQuery()) {
            Map<String, Map<String, Long>> held = new HashMap<>();
            while (row.next()) {
                held.computeIfAbsent(row.getString(1), source -> new TreeMap<>())
                        .put(row.getString(2), row.getLong(3));
            }
            return held;
        }
    }

    /** The sources that have accounts. */
    static Set<String> sources(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT DISTINCT source FROM account WHERE body IS NOT NULL");
                ResultSet rows = select.executeQuery()) {
            Set<String> sources = new TreeSet<>();
            while (rows.next()) {
                sources.add(rows.getString(1));
            }
            return sources;
        }
    }

    static long countPresent(Connection connection) throws SQLException {
        return count(connection, "body IS NOT NULL");
    }

    static long countHeld(Connection connection) throws SQLException {
        return count(connection, "held IS NOT NULL");
    }

    private static long count(Connection connection, String where, String... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM account WHERE " + where)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.getLong(1);
            }
        }
    }

    static void insert(Connection connection, String sourceId, List<AccountState> states, long firstRow)
            throws SQLException {
        if (states.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO account (scope, revision, body, fingerprint, missed, held, number, source, id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            long row = firstRow;
            for (AccountState state : states) {
                fill(insert, state);
                insert.setLong(7, row++);
                insert.setString(8, sourceId);
                insert.setString(9, state.id());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * @param events how many each account has in this change
     * @throws DatabaseException if an account is not as it was when the change was worked out
     */
    static void update(Connection connection, String sourceId, List<AccountState> states, Map<String, Long> events)
            throws SQLException {
        if (states.isEmpty()) {
            return;
        }
        // Two changes worked out at once from one state would both count on from the same revision: the later one
        // has to be worked out again.
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE account SET scope = ?, revision = ?, body = ?, fingerprint = ?, missed = ?, held = ?"
                        + " WHERE number = ? AND source = ? AND id = ? AND revision = ?")) {
            for (AccountState state : states) {
                fill(update, state);
                update.setLong(7, state.row());
                update.setString(8, sourceId);
                update.setString(9, state.id());
                update.setLong(10, state.revision() - events.getOrDefault(state.id(), 0L));
                update.addBatch();
            }
            for (int updated : update.executeBatch()) {
                if (updated != 1) {
                    throw new DatabaseException("accounts of source " + sourceId
                            + " were changed by something else meanwhile; the next poll starts from there");
                }
            }
        }
    }

    private static void fill(PreparedStatement statement, AccountState state) throws SQLException {
        statement.setString(1, state.scope());
        statement.setLong(2, state.revision());
        statement.setString(3, state.account());
        statement.setBytes(4, state.fingerprint());
        statement.setInt(5, state.missed());
        statement.setString(6, state.held());
    }

    /** Leaves of each account no more than its id and how far its revisions have counted. */
    static void forget(Connection connection, String sourceId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE account SET scope = '', body = NULL,"
                + " fingerprint = NULL, missed = 0, held = NULL WHERE source = ?")) {
            update.setString(1, sourceId);
            update.executeUpdate();
        }
    }
}
