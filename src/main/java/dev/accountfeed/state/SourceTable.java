package dev.accountfeed.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The table {@code source}. */
final class SourceTable {

    private SourceTable() {}

    static SourceState find(Connection connection, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT scope, baseline, single_id, failed_polls, failing_since, waits_until FROM source WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new SourceState(
                                id,
                                row.getString(1),
                                row.getBoolean(2),
                                row.getString(3),
                                row.getInt(4),
                                instant(row.getString(5)),
                                instant(row.getString(6)))
                        : SourceState.unknown(id);
            }
        }
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    static Map<String, Instant> waits(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT id, waits_until FROM source WHERE waits_until IS NOT NULL");
                ResultSet rows = select.executeQuery()) {
            Map<String, Instant> waits = new HashMap<>();
            while (rows.next()) {
                waits.put(rows.getString(1), Instant.parse(rows.getString(2)));
            }
            return waits;
        }
    }

    static Set<String> ids(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM source");
                ResultSet rows = select.executeQuery()) {
            Set<String> ids = new TreeSet<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    static void delete(Connection connection, String id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM source WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }

    static void store(Connection connection, SourceState source) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                "INSERT INTO source (id, scope, baseline, single_id, failed_polls, failing_since, waits_until)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET scope = excluded.scope,"
                        + " baseline = excluded.baseline, single_id = excluded.single_id,"
                        + " failed_polls = excluded.failed_polls, failing_since = excluded.failing_since,"
                        + " waits_until = excluded.waits_until")) {
            upsert.setString(1, source.id());
            upsert.setString(2, source.scope());
            upsert.setBoolean(3, source.baseline());
            upsert.setString(4, source.singleId());
            upsert.setInt(5, source.failedPolls());
            upsert.setString(6, text(source.failingSince()));
            upsert.setString(7, text(source.waitsUntil()));
            upsert.executeUpdate();
        }
    }
}
