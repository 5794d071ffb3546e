package dev.accountfeed.state;

import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.Op;
import dev.accountfeed.event.EventEncoder;
import dev.accountfeed.event.FeedEvent;
import java.time.Instant;
import java.util.List;

/** The accounts that are gone, for a sink that will never get the events which told of it. */
public final class Departures {

    private final Database database;
    private final EventEncoder encoder;

    public Departures(Database database, EventEncoder encoder) {
        this.database = database;
        this.encoder = encoder;
    }

    /**
     * An account that is gone.
     *
     * @param row the database's number of the account
     * @param delete its last event, as far as it is known still: not what the account was, nor when exactly it went
     */
    public record Departure(long row, String delete) {}

    /**
     * The next accounts, by row, that were gone at that sequence and have no event behind it.
     *
     * @param time in the place of that of the delete
     */
    public List<Departure> upTo(long sequence, Instant time, long afterRow, int limit) {
        return database.read(connection -> AccountTable.gone(connection, sequence, afterRow, limit)).stream()
                .map(found -> new Departure(found.state().row(), delete(found, sequence, time)))
                .toList();
    }

    private String delete(AccountSearch.Found gone, long sequence, Instant time) {
        FeedEvent delete = new FeedEvent.OfAccount(
                gone.source(),
                time,
                gone.state().id(),
                gone.state().revision(),
                new AccountChange(Op.d, null, null, List.of()),
                "snapshot");
        return encoder.encode(delete, database.generation(), sequence);
    }
}
