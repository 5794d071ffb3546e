package dev.accountfeed.source;

import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.SourceState;
import dev.accountfeed.state.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, once, that a source fails and that it works again: in the log at once, and anew after a restart; as events after
 * three polls.
 */
final class FailureWatch {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final int POLLS = 3;

    private final AccountStateRepository states;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    FailureWatch(AccountStateRepository states) {
        this.states = states;
    }

    /** The source's state after a poll has ended, as stored. */
    SourceState after(Poll poll, Instant now) {
        SourceState before = poll.state();
        Outcome outcome = Objects.requireNonNull(poll.outcome());
        if (!outcome.isFailure()) {
            return before.failedPolls() == 0 ? before : recovered(poll, outcome, before, now);
        }
        Instant since = before.failingSince() == null ? now : before.failingSince();
        Duration pause = poll.pause();
        SourceState failing = new SourceState(
                before.id(),
                before.scope(),
                before.baseline(),
                before.singleId(),
                before.failedPolls() + 1,
                since,
                pause == null ? null : now.plus(pause));
        if (told.add(before.id())) {
            LOG.warn("Source {} fails ({}): {}", before.id(), outcome.word(), poll.message());
        }
        List<FeedEvent> events = List.of();
        if (failing.failedPolls() == POLLS) {
            LOG.warn("Source {} has failed {} times in a row: source.failing goes out", before.id(), POLLS);
            events = List.of(new FeedEvent.OfSource(
                    before.id(), now, true, outcome.word(), since, POLLS, Traceparent.text(poll.trace())));
        }
        return stored(failing, events);
    }

    private SourceState recovered(Poll poll, Outcome outcome, SourceState before, Instant now) {
        SourceState working =
                new SourceState(before.id(), before.scope(), before.baseline(), before.singleId(), 0, null, null);
        told.remove(before.id());
        String polls = before.failedPolls() == 1 ? "failed poll" : "failed polls";
        LOG.info("Source {} works again after {} {}", before.id(), before.failedPolls(), polls);
        List<FeedEvent> events = List.of();
        if (before.failedPolls() >= POLLS) {
            Instant since = before.failingSince() == null ? now : before.failingSince();
            events = List.of(new FeedEvent.OfSource(
                    before.id(),
                    now,
                    false,
                    outcome.word(),
                    since,
                    before.failedPolls(),
                    Traceparent.text(poll.trace())));
        }
        return stored(working, events);
    }

    /** Each time, so that a restart neither forgets failed polls nor tells of them again. */
    private SourceState stored(SourceState state, List<FeedEvent> events) {
        states.store(new StateChange(state.id(), List.of(), events, state));
        return state;
    }
}
