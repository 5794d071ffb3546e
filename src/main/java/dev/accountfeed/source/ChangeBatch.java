package dev.accountfeed.source;

import dev.accountfeed.account.Json;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.Op;
import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.state.AccountState;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects changes of a source's accounts and stores them, states and events together, a thousand at a time. */
final class ChangeBatch {

    private static final int SIZE = 1000;

    private final AccountStateRepository states;
    private final String sourceId;
    private final Instant time;
    private final String trigger;
    private final @Nullable Traceparent trace;
    private final List<AccountState> changed = new ArrayList<>();
    private final List<FeedEvent> events = new ArrayList<>();
    private long told;

    ChangeBatch(
            AccountStateRepository states, String sourceId, Instant time, String trigger, @Nullable Traceparent trace) {
        this.states = states;
        this.sourceId = sourceId;
        this.time = time;
        this.trigger = trigger;
        this.trace = trace;
    }

    /** Changes that a poll has found. */
    static ChangeBatch of(AccountStateRepository states, Poll poll) {
        return new ChangeBatch(states, poll.getSource().id(), poll.completedAt(), poll.getTrigger(), poll.trace());
    }

    /** The account is gone. */
    void delete(AccountState known) {
        AccountChange change =
                new AccountChange(Op.d, Json.tree(Objects.requireNonNull(known.account())), null, List.of());
        tell(
                change,
                new AccountState(known.row(), known.id(), known.scope(), known.revision() + 1, null, null, 0, null));
    }

    /** The account is told once more as it was last sent. */
    void repeat(AccountState known) {
        var account = Json.tree(Objects.requireNonNull(known.account()));
        tell(
                new AccountChange(Op.r, account, account, List.of()),
                new AccountState(
                        known.row(),
                        known.id(),
                        known.scope(),
                        known.revision() + 1,
                        known.account(),
                        known.fingerprint(),
                        known.missed(),
                        known.held()));
    }

    /** The account was missed so often, which nobody is told. */
    void missed(AccountState known, int times, @Nullable String held) {
        if (times != known.missed() || !Objects.equals(held, known.held())) {
            changed.add(new AccountState(
                    known.row(),
                    known.id(),
                    known.scope(),
                    known.revision(),
                    known.account(),
                    known.fingerprint(),
                    times,
                    held));
            storeIfFull();
        }
    }

    private void tell(AccountChange change, AccountState next) {
        changed.add(next);
        events.add(new FeedEvent.OfAccount(
                sourceId, time, next.id(), next.revision(), change, trigger, Traceparent.text(trace)));
        told++;
        storeIfFull();
    }

    private void storeIfFull() {
        if (changed.size() >= SIZE) {
            store();
        }
    }

    /** Stores what has been collected since. */
    void store() {
        states.store(new StateChange(sourceId, List.copyOf(changed), List.copyOf(events), null));
        changed.clear();
        events.clear();
    }

    /** How many events there have been. */
    long told() {
        return told;
    }
}
