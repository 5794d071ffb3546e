package dev.accountfeed.source;

import dev.accountfeed.account.Json;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.AccountChangeDetector;
import dev.accountfeed.change.DeleteGuard;
import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.state.AccountState;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.SourceState;
import dev.accountfeed.state.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.Nullable;

/** The steps from the rows of a whole answer to stored changes, one batch at a time. */
public final class Observations {

    private final AccountStateRepository states;
    private final Map<Source, AccountChangeDetector> detectors = new ConcurrentHashMap<>();

    public Observations(AccountStateRepository states) {
        this.states = states;
    }

    /**
     * Finds what is known of the accounts; a row that is the same as the last time needs no further step.
     *
     * @throws PollException where a source of one account answers with another one
     */
    public void recall(@Body List<Observation> batch, @ExchangeProperty(Poll.PROPERTY) Poll poll) throws PollException {
        if (!poll.isSingle()) {
            poll.presence().storedOrder(states).recall(batch, poll);
        }
        List<String> ids = new ArrayList<>();
        for (Observation observation : batch) {
            if (observation.id() != null && !observation.isSame()) {
                ids.add(observation.id());
            }
        }
        if (poll.isSingle() && !ids.isEmpty()) {
            poll.checkIdentity(ids.get(0));
        }
        Map<String, AccountState> known = states.find(poll.getSource().id(), ids);
        for (Observation observation : batch) {
            if (observation.id() != null && !observation.isSame()) {
                recall(observation, known.get(observation.id()), poll);
            }
        }
    }

    private static void recall(Observation observation, @Nullable AccountState known, Poll poll) {
        observation.known(known);
        if (known != null) {
            poll.presence().seen(known.row());
        }
    }

    /** Compares with what was last sent. */
    public void detect(@Body List<Observation> batch, @ExchangeProperty(Poll.PROPERTY) Poll poll) {
        AccountChangeDetector detector = detectors.computeIfAbsent(
                poll.getSource(),
                source -> new AccountChangeDetector(
                        source.changes(), source.provider().derived()));
        for (Observation observation : batch) {
            if (observation.account() != null) {
                AccountState known = observation.known();
                detector.detect(
                                known == null || known.account() == null ? null : Json.tree(known.account()),
                                observation.account(),
                                poll.state().baseline())
                        .ifPresent(observation::change);
            }
        }
    }

    /** Stores the states of a batch and the events that follow, in one transaction. */
    public void store(@Body List<Observation> batch, @ExchangeProperty(Poll.PROPERTY) Poll poll) {
        List<AccountState> changed = new ArrayList<>();
        List<FeedEvent> events = new ArrayList<>();
        String scope = poll.state().scope();
        for (Observation observation : batch) {
            AccountState known = observation.known();
            AccountChange change = observation.change();
            if (change != null) {
                AccountState next = sent(observation, known, change, scope);
                changed.add(next);
                events.add(event(poll, next, change));
                if (known == null) {
                    poll.presence().addNew(states::lastRow);
                }
                if (known == null || !known.present() || !known.scope().equals(scope)) {
                    poll.presence().addArrived();
                }
            } else if (known != null
                    && (known.missed() > 0
                            || known.held() != null
                            || !known.scope().equals(scope))) {
                if (!known.scope().equals(scope)) {
                    poll.presence().addArrived();
                }
                changed.add(new AccountState(
                        known.row(),
                        known.id(),
                        scope,
                        known.revision(),
                        known.account(),
                        known.fingerprint(),
                        0,
                        null));
            }
        }
        store(new StateChange(poll.getSource().id(), changed, events, null));
        if (poll.isSingle() && !batch.isEmpty()) {
            poll.singleId(Objects.requireNonNull(batch.get(0).id()));
        }
    }

    private static AccountState sent(
            Observation observation, @Nullable AccountState known, AccountChange change, String scope) {
        return new AccountState(
                known == null ? 0 : known.row(),
                Objects.requireNonNull(observation.id()),
                scope,
                known == null ? 1 : known.revision() + 1,
                change.after() == null ? null : Json.text(change.after()),
                observation.fingerprint(),
                0,
                null);
    }

    /** Decides about the accounts that the whole answer does not hold, and ends the poll. */
    public void conclude(@ExchangeProperty(Poll.PROPERTY) Poll poll) {
        SourceState before = poll.state();
        long missing = poll.isSingle() ? 0 : concludeList(poll);
        SourceState after = new SourceState(
                before.id(),
                before.scope(),
                before.baseline() || isWhole(poll),
                // An own account beside a list may be unusable, and is the same all the same.
                poll.singleId() == null ? before.singleId() : poll.singleId(),
                before.failedPolls(),
                before.failingSince(),
                before.waitsUntil());
        if (!after.equals(before)) {
            store(new StateChange(poll.getSource().id(), List.of(), List.of(), after));
            poll.state(after);
        }
        end(poll, missing);
    }

    /** Ends a poll whose rows have all been looked at. */
    static void end(Poll poll, long missing) {
        String unusable = poll.unusableRows() == 0
                ? null
                : poll.unusableInWords() + ": " + poll.unusable().kept().get(0).reason();
        poll.end(outcome(poll, missing), unusable);
    }

    /** Whether everything that the source can see has been stored now. */
    private static boolean isWhole(Poll poll) {
        return switch (poll.completeness()) {
            case WHOLE, FILTERED, SILENT_CAP -> true;
            case LIMIT_REACHED, PARTIAL -> false;
        };
    }

    static Outcome outcome(Poll poll, long missing) {
        return switch (poll.completeness()) {
            case WHOLE -> poll.listedRows() == 0 && missing > 0 ? Outcome.EMPTY_LIST : Outcome.OK;
            case LIMIT_REACHED -> Outcome.LIMIT_REACHED;
            case SILENT_CAP -> Outcome.SILENT_CAP;
            case FILTERED -> Outcome.FILTERED;
            case PARTIAL -> Outcome.PARTIAL;
        };
    }

    private long concludeList(Poll poll) {
        Source source = poll.getSource();
        String scope = poll.state().scope();
        // Every account of the answer is there now, and within the scope: what is more was not in it.
        long present = states.countPresent(source.id(), scope);
        long missing = present - poll.presence().accounts();
        DeleteGuard guard = DeleteGuard.judge(
                poll.completeness(),
                poll.listedRows(),
                present - poll.presence().arrived(),
                missing,
                source.changes());
        if (missing > 0 && (guard.counts() || guard.hold() != null)) {
            ChangeBatch departures = ChangeBatch.of(states, poll);
            states.forEachPresent(source.id(), scope, known -> {
                if (!poll.presence().hasSeen(known.row())) {
                    depart(departures, known, guard, source.changes().deleteAfter());
                }
            });
            departures.store();
        }
        return missing;
    }

    private static void depart(ChangeBatch departures, AccountState known, DeleteGuard guard, int deleteAfter) {
        int missed = known.missed() + (guard.counts() ? 1 : 0);
        // Once held, a delete waits for the account's return or for somebody's word: a list that comes back in parts
        // would pass the guards with the rest still missing.
        String held = known.held() != null ? known.held() : guard.hold();
        if (held == null && missed >= deleteAfter) {
            departures.delete(known);
        } else {
            departures.missed(known, missed, held);
        }
    }

    private static FeedEvent event(Poll poll, AccountState state, AccountChange change) {
        return new FeedEvent.OfAccount(
                poll.getSource().id(),
                poll.completedAt(),
                state.id(),
                state.revision(),
                change,
                poll.getTrigger(),
                Traceparent.text(poll.trace()));
    }

    private void store(StateChange change) {
        if (!change.isEmpty()) {
            states.store(change);
        }
    }
}
