package dev.accountfeed.state;

import dev.accountfeed.event.StoredEvent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The stored events, in the order of the feed, and how far each sink has come. */
public final class EventLog {

    // Several relays hold a batch each, with its encoded form.
    private static final long BATCH_CHARACTERS = 4 << 20;
    // Short enough to let polls store in between.
    private static final int PRUNED_AT_ONCE = 1000;
    private static final long MINUTE = 60_000;

    private final Database database;

    public EventLog(Database database) {
        this.database = database;
    }

    /** The first part of the id of every event that is added now. */
    public String generation() {
        return database.generation();
    }

    /** Whether an earlier generation of this feed, ended by {@code recover}, has the name. */
    public boolean retired(String generation) {
        return number("SELECT count(*) FROM retired WHERE generation = ?", generation)
                        .orElse(0)
                > 0;
    }

    /** Calls the listener after each commit that added events, in the thread that stored them: it must be quick. */
    public void onAppend(Runnable listener) {
        database.onCommit(listener);
    }

    /** The next events behind the sequence, at most so many, fewer if they are large; empty at the end. */
    public List<StoredEvent> after(long sequence, int limit) {
        return database.read(connection -> EventTable.after(connection, sequence, limit, BATCH_CHARACTERS));
    }

    /** The stored events about one account, the newest first, older than the sequence. */
    public List<StoredEvent> about(AccountState account, long before, int limit) {
        return database.read(
                connection -> EventTable.about(connection, account.row(), before, limit, BATCH_CHARACTERS));
    }

    /** How many of the stored events there are of each minute since a time; minutes without events are left out. */
    public Map<Instant, Long> perMinute(Instant since) {
        Map<Instant, Long> counts = new TreeMap<>();
        database.read(connection -> EventTable.counts(connection, since.toEpochMilli(), MINUTE))
                .forEach((minute, count) -> counts.put(Instant.ofEpochMilli(minute * MINUTE), count));
        return counts;
    }

    /** The sequence of the oldest stored event; the one that the next event gets if none is stored. */
    public long first() {
        return number("SELECT coalesce((SELECT min(sequence) FROM event), (SELECT sequence + 1 FROM feed))")
                .getAsLong();
    }

    /** The sequence of the newest event, stored still or not; 0 if there never was one. */
    public long last() {
        return number("SELECT sequence FROM feed").getAsLong();
    }

    /** The sequence behind which this generation began; 0 for the first one. */
    public long origin() {
        return number("SELECT origin FROM feed").getAsLong();
    }

    /** The last event that the sink is known to have. */
    public OptionalLong position(String sink) {
        return number("SELECT sequence FROM position WHERE sink = ?", sink);
    }

    /** Notes that the sink has everything up to the sequence. */
    public void position(String sink, long sequence) {
        database.write(connection -> {
            try (PreparedStatement upsert =
                    connection.prepareStatement("INSERT INTO position (sink, sequence) VALUES (?, ?)"
                            + " ON CONFLICT (sink) DO UPDATE SET sequence = excluded.sequence")) {
                upsert.setString(1, sink);
                upsert.setLong(2, sequence);
                return upsert.executeUpdate();
            }
        });
    }

    /** The first stored event of that time or later. */
    public OptionalLong sequenceAt(Instant time) {
        return number("SELECT min(sequence) FROM event WHERE time >= ?", time.toEpochMilli());
    }

    /** When the next event behind the sequence was stored first; empty at the end. */
    public Optional<Instant> timeAfter(long sequence) {
        OptionalLong time = number("SELECT time FROM event WHERE sequence > ? ORDER BY sequence LIMIT 1", sequence);
        return time.isPresent() ? Optional.of(Instant.ofEpochMilli(time.getAsLong())) : Optional.empty();
    }

    /**
     * Removes the oldest events, up to the first that is not older or not delivered everywhere.
     *
     * @param deliveredToAll the smallest of the sinks' positions
     * @return how many were removed
     */
    public int prune(Instant olderThan, long deliveredToAll) {
        long young = sequenceAt(olderThan).orElse(last() + 1);
        long end = Math.min(young - 1, deliveredToAll);
        int removed = 0;
        for (long from = first(); from <= end; from += PRUNED_AT_ONCE) {
            long to = Math.min(from + PRUNED_AT_ONCE - 1, end);
            removed += database.write(connection -> EventTable.deleteUpTo(connection, to));
        }
        return removed;
    }

    private OptionalLong number(String sql, Object... parameters) {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    select.setObject(i + 1, parameters[i]);
                }
                return number(select);
            }
        });
    }

    private static OptionalLong number(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return OptionalLong.empty();
            }
            long number = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        }
    }
}
