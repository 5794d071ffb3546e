package dev.accountfeed.source;

import dev.accountfeed.state.AccountState;
import dev.accountfeed.state.AccountStateRepository;
import java.util.List;
import org.apache.camel.ExchangeProperty;

/** The steps for the one account of a source that the provider says is not there, once that is proved. */
public final class Absences {

    private final AccountStateRepository states;

    public Absences(AccountStateRepository states) {
        this.states = states;
    }

    /** Counts a poll that missed the account; after enough of them it is deleted. */
    public void count(@ExchangeProperty(Poll.PROPERTY) Poll poll) {
        Source source = poll.getSource();
        String id = poll.state().singleId();
        AccountState known =
                id == null ? null : states.find(source.id(), List.of(id)).get(id);
        if (known == null || !known.present()) {
            return;
        }
        ChangeBatch departure = ChangeBatch.of(states, poll);
        int missed = known.missed() + 1;
        if (missed >= source.changes().deleteAfter()) {
            departure.delete(known);
        } else {
            departure.missed(known, missed, known.held());
        }
        departure.store();
    }
}
