package dev.accountfeed.state;

import dev.accountfeed.account.Json;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.Op;
import dev.accountfeed.event.EventEncoder;
import dev.accountfeed.event.FeedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A new beginning, after the database was lost or replaced by an older one: sinks have what it does not know. */
public final class Recovery {

    private static final int CHUNK = 500;

    private final Database database;
    private final EventEncoder encoder;

    public Recovery(Database database, EventEncoder encoder) {
        this.database = database;
        this.encoder = encoder;
    }

    /**
     * Begins a generation in which every known account is discovered once more.
     *
     * @param above the highest sequence that any sink has
     * @param generations those that sinks have
     */
    public Begun begin(long above, Set<String> generations, Instant time) {
        String generation = Database.newGeneration();
        Begun begun = database.write(connection -> {
            long origin = Math.max(above, number(connection, "SELECT sequence FROM feed"));
            retire(connection, generations);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM event");
                statement.executeUpdate("DELETE FROM position");
                statement.executeUpdate("UPDATE account SET revision = CASE WHEN body IS NULL THEN 0 ELSE 1 END");
            }
            long accounts = discover(connection, generation, origin, time);
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE feed SET generation = ?, origin = ?, sequence = ?")) {
                update.setString(1, generation);
                update.setLong(2, origin);
                update.setLong(3, origin + accounts);
                update.executeUpdate();
            }
            return new Begun(generation, origin, accounts);
        });
        database.begun(generation);
        return begun;
    }

    private void retire(Connection connection, Set<String> generations) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO retired (generation) VALUES (?) ON CONFLICT (generation) DO NOTHING")) {
            List<String> all = new ArrayList<>(generations);
            all.add(database.generation());
            for (String generation : all) {
                insert.setString(1, generation);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private long discover(Connection connection, String generation, long origin, Instant time) throws SQLException {
        long accounts = 0;
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(
                        "SELECT source, id, body, number FROM account WHERE body IS NOT NULL ORDER BY number")) {
            Map<FeedEvent, Long> chunk = new LinkedHashMap<>();
            while (row.next()) {
                FeedEvent event = new FeedEvent.OfAccount(
                        row.getString(1),
                        time,
                        row.getString(2),
                        1,
                        new AccountChange(Op.r, null, Json.tree(row.getString(3)), List.of()),
                        "snapshot");
                chunk.put(event, row.getLong(4));
                if (chunk.size() == CHUNK) {
                    accounts += append(connection, generation, origin + accounts, chunk);
                }
            }
            return accounts + append(connection, generation, origin + accounts, chunk);
        }
    }

    private int append(Connection connection, String generation, long last, Map<FeedEvent, Long> chunk)
            throws SQLException {
        EventTable.append(
                connection,
                List.copyOf(chunk.keySet()),
                last + 1,
                chunk::get,
                (event, sequence) -> encoder.encode(event, generation, sequence));
        int appended = chunk.size();
        chunk.clear();
        return appended;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    /**
     * What has begun.
     *
     * @param origin the sequence behind which it did
     * @param accounts how many go out once more
     */
    public record Begun(String generation, long origin, long accounts) {}
}
