package dev.accountfeed.state;

import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.event.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table {@code event}. */
final class EventTable {

    private EventTable() {}

    /** Gives an event its text. */
    interface Encoder {
        String encode(FeedEvent event, long sequence);
    }

    /** Tells which account an event is about, by its row; null where it is about a source. */
    interface Subject {
        @Nullable
        Long row(FeedEvent event);
    }

    static void append(
            Connection connection, List<FeedEvent> events, long firstSequence, Subject subject, Encoder encoder)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO event (sequence, time, body, account) VALUES (?, ?, ?, ?)")) {
            long sequence = firstSequence;
            for (FeedEvent event : events) {
                insert.setLong(1, sequence);
                insert.setLong(2, event.time().toEpochMilli());
                insert.setString(3, encoder.encode(event, sequence));
                insert.setObject(4, subject.row(event));
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
            return events(select, characters);
        }
    }

    /** Those about one account, the newest first, older than the sequence. */
    static List<StoredEvent> about(Connection connection, long account, long sequence, int limit, long characters)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT sequence, body FROM event"
                + " WHERE account = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?")) {
            select.setLong(1, account);
            select.setLong(2, sequence);
            select.setInt(3, limit);
            return events(select, characters);
        }
    }

    private static List<StoredEvent> events(PreparedStatement select, long characters) throws SQLException {
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

    /** How many events there are in each period from a time on; periods without events are left out. */
    static Map<Long, Long> counts(Connection connection, long fromMillis, long periodMillis) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT time / ? AS period, count(*) FROM event WHERE time >= ? GROUP BY period")) {
            select.setLong(1, periodMillis);
            select.setLong(2, fromMillis);
            try (ResultSet row = select.executeQuery()) {
                Map<Long, Long> counts = new HashMap<>();
                while (row.next()) {
                    counts.put(row.getLong(1), row.getLong(2));
                }
                return counts;
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
