package dev.accountfeed.state;

import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.event.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table {@code event}. */
final class EventTable {

    private EventTable() {}

    /** Gives an event its text. */
    interface Encoder {
        String encode(FeedEvent event, long sequence);
    }

    static void append(Connection connection, List<FeedEvent> events, long firstSequence, Encoder encoder)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO event (sequence, time, body) VALUES (?, ?, ?)")) {
            long sequence = firstSequence;
            for (FeedEvent event : events) {
                insert.setLong(1, sequence);
                insert.setLong(2, event.time().toEpochMilli());
                insert.setString(3, encoder.encode(event, sequence));
                insert.addBatch();
                sequence++;
            }
            insert.executeBatch();
        }
    }

    /** Stops at the limit, or once the texts have more characters than that; the first one is always there. */
    static List<StoredEvent> after(Connection connection, long sequence, int limit, long characters)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT sequence, body FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?")) {
            select.setLong(1, sequence);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                List<StoredEvent> events = new ArrayList<>();
                long read = 0;
                while (read <= characters && row.next()) {
                    StoredEvent event = new StoredEvent(row.getLong(1), row.getString(2));
                    events.add(event);
                    read += event.json().length();
                }
                return events;
            }
        }
    }

    static int deleteUpTo(Connection connection, long sequence) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM event WHERE sequence <= ?")) {
            delete.setLong(1, sequence);
            return delete.executeUpdate();
        }
    }
}
