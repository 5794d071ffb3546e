package dev.accountfeed.source;

import dev.accountfeed.auth.CredentialsException;
import dev.accountfeed.auth.Tokens;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.DatabaseException;
import dev.accountfeed.state.SourceState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Does one poll, from what is known of its source to what follows from its outcome for the polls behind it. */
final class PollWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PollWorker.class);

    /** How long a provider's calls are halved when it asks to slow down and does not say for how long. */
    private static final Duration SLOW = Duration.ofSeconds(30);

    private final AccountStateRepository states;
    private final Tokens tokens;
    private final CallDeadline deadlines;
    private final PollOutcomes outcomes;
    private final FailureWatch failures;
    private final Throttle throttle;
    private final HostBackoff backoff;
    private final StorageGate gate;
    private final Clock clock;

    private final Set<CallDeadline.Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    PollWorker(Poller.Parts parts, HostBackoff backoff, StorageGate gate) {
        this.states = parts.states();
        this.tokens = parts.tokens();
        this.deadlines = parts.deadlines();
        this.outcomes = parts.outcomes();
        this.failures = new FailureWatch(parts.states());
        this.throttle = parts.throttle();
        this.backoff = backoff;
        this.gate = gate;
        this.clock = parts.clock();
    }

    /**
     * How a poll ended.
     *
     * @param pause that the provider asked for; null where it did not
     * @param answer that need not be read again; null where the next one must be
     */
    record End(
            PollResult result,
            @Nullable Duration pause,
            @Nullable LastAnswer answer) {}

    /** Polls under way make no further call. */
    void last() {
        stopping = true;
        watches.forEach(CallDeadline.Watch::last);
    }

    /** Calls under way end now. */
    void expire() {
        watches.forEach(CallDeadline.Watch::expire);
    }

    /** Never throws: that is an outcome too. */
    End run(PollJob job) {
        try (MDC.MDCCloseable source = MDC.putCloseable("source", job.source().id());
                MDC.MDCCloseable id = MDC.putCloseable("poll", job.id())) {
            return poll(job);
        } finally {
            MDC.remove("account");
        }
    }

    private End poll(PollJob job) {
        Instant start = clock.instant();
        try (CallDeadline.Watch watch = deadlines.watch(start.plus(job.timeout()))) {
            begins(watch);
            Poll poll;
            long changes;
            try {
                poll = new Poll(job.id(), job.source(), job.trigger(), state(job), watch);
                poll.trace(job.trace());
                if (backoff.isDown(job.source().host())) {
                    poll.attempts().hostIsDown();
                }
                LastAnswer before = job.slot().answer;
                changes = states.changes(job.source().id());
                if (before != null && before.holds(job.source(), poll.state(), changes)) {
                    poll.before(before);
                }
                if (poll.state().singleId() != null) {
                    MDC.put("account", poll.state().singleId());
                }
                send(poll, job);
            } finally {
                // Nothing of what follows waits for a call.
                watch.works();
                watches.remove(watch);
            }
            return ended(job, poll, start, changes);
        } catch (RuntimeException | Error e) {
            // The state cannot be read or written, memory is short: the schedule goes on all the same.
            return new End(unended(job, start, e), null, null);
        }
    }

    private PollResult unended(PollJob job, Instant start, Throwable e) {
        String source = job.source().id();
        if (!gate.isClosed()) {
            LOG.error("Source {}: poll {} could not be ended: {}", source, job.id(), e.toString(), e);
        }
        String message = e instanceof DatabaseException
                ? "nothing is stored: " + e.getMessage()
                : "the poll could not be ended: " + e;
        Duration took = Duration.between(start, clock.instant());
        return new PollResult(job.id(), source, start, took, Outcome.INTERNAL, 0, message, job.work(start));
    }

    /** One that begins while all end is among those that are told, or sees it for itself. */
    private void begins(CallDeadline.Watch watch) {
        watches.add(watch);
        if (stopping) {
            watch.last();
        }
    }

    private void send(Poll poll, PollJob job) {
        try {
            job.routes().send(poll);
            job.slot().state = poll.state();
        } catch (RuntimeException | Error e) {
            outcomes.failed(poll, e);
        } finally {
            release(poll);
        }
    }

    private static void release(Poll poll) {
        try {
            poll.release();
        } catch (IOException e) {
            LOG.warn("A temporary file of source {} stays: {}", poll.getSource().id(), e.toString());
        }
    }

    /** What is known of the source, within the scope that it has now. */
    private SourceState state(PollJob job) {
        Slot slot = job.slot();
        SourceState before = slot.state;
        SourceState known = before == null ? states.source(job.source().id()) : before;
        Scope scope;
        try {
            scope = Scope.of(job.source(), tokens, slot.scope);
            slot.scope = scope;
        } catch (CredentialsException e) {
            // The call will fail for the same reason, and say so.
            return known;
        }
        return known.scope().equals(scope.digest())
                ? known
                : new SourceState(
                        known.id(),
                        scope.digest(),
                        false,
                        null,
                        known.failedPolls(),
                        known.failingSince(),
                        known.waitsUntil());
    }

    private End ended(PollJob job, Poll poll, Instant start, long changesBefore) {
        outcomes.ended(poll);
        Outcome outcome = Objects.requireNonNull(poll.outcome());
        Instant now = clock.instant();
        boolean abandoned = stopping && outcome.isFailure();
        if (!abandoned) {
            job.slot().state = failures.after(poll, now);
        }
        Duration wait = poll.pause();
        if (outcome == Outcome.THROTTLED) {
            throttle.slowDown(job.source().provider().name(), wait == null ? SLOW : wait);
        }
        if (outcome == Outcome.UNAVAILABLE || (outcome == Outcome.THROTTLED && wait == null)) {
            backoff.failed(job.source().host());
        } else if (isAnswered(outcome)) {
            backoff.answered(job.source().host());
        }
        LastAnswer answer = poll.isRepeated()
                ? job.slot().answer
                : LastAnswer.of(poll, changesBefore, states.changes(job.source().id()));
        return new End(PollResult.of(poll, start, Duration.between(start, now), job.work(start)), wait, answer);
    }

    /** Whether the host has said what it thinks, though it may have said no. */
    private static boolean isAnswered(Outcome outcome) {
        return switch (outcome) {
            case UNAVAILABLE, THROTTLED, MALFORMED, INTERNAL -> false;
            default -> true;
        };
    }
}
