package dev.accountfeed.source;

import dev.accountfeed.auth.CredentialsException;
import dev.accountfeed.auth.Tokens;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.SourceState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls each source when it is due or asked for: never twice at once, never more of a provider's at once than its
 * budget, and none because of another.
 */
public final class Poller {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    private static final int KEPT_RESULTS = 10_000;

    private Inventory inventory;
    private final AccountStateRepository states;
    private final Tokens tokens;
    private final CallDeadline deadlines;
    private final PollOutcomes outcomes;
    private final FailureWatch failures;
    private final Throttle throttle;
    private final HostBackoff backoff;
    private final Clock clock;
    private final Executor executor;
    private PollRoutes routes;

    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, Slot> leaving = new HashMap<>();
    private final PriorityQueue<Slot> due = new PriorityQueue<>(Slot.BY_DUE);
    private final Map<String, Deque<Slot>> ready = new HashMap<>();
    private final Map<String, Integer> running = new HashMap<>();
    private final List<CallDeadline.Watch> watches = new ArrayList<>();
    private final PollIds ids = new PollIds();
    private final Map<String, PollResult> results = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PollResult> eldest) {
            return size() > KEPT_RESULTS;
        }
    };
    private boolean stopping;

    /**
     * A poller of an inventory.
     *
     * @param routes of the inventory's providers
     */
    public Poller(Parts parts, Inventory inventory, Executor executor, PollRoutes routes) {
        this.inventory = inventory;
        this.states = parts.states();
        this.tokens = parts.tokens();
        this.deadlines = parts.deadlines();
        this.outcomes = parts.outcomes();
        this.failures = new FailureWatch(parts.states());
        this.throttle = parts.throttle();
        this.backoff = new HostBackoff(parts.clock());
        this.clock = parts.clock();
        this.executor = executor;
        this.routes = routes;
        reconfigure(inventory, routes);
    }

    /** What polls need, whatever the inventory. */
    public record Parts(
            AccountStateRepository states,
            Tokens tokens,
            CallDeadline deadlines,
            PollOutcomes outcomes,
            Throttle throttle,
            Clock clock) {}

    /**
     * Goes on with another inventory: sources that stay keep their place in the schedule, what is new is due at once,
     * and polls under way end as they began.
     *
     * @return the routes before, which no further poll enters
     */
    public final synchronized PollRoutes reconfigure(Inventory next, PollRoutes through) {
        PollRoutes before = routes;
        inventory = next;
        routes = through;
        throttle.budgets(next.budgets());
        new Reconfiguration(slots, leaving, clock.instant()).apply(next);
        List<Slot> waiting = ready.values().stream().flatMap(Deque::stream).toList();
        ready.clear();
        for (Slot slot : waiting) {
            slot.queued = slot.isScheduled();
            if (slot.queued) {
                queue(slot);
            }
        }
        due.clear();
        for (Slot slot : slots.values()) {
            if (slot.isScheduled() && !slot.queued && !slot.running) {
                due.add(slot);
            }
        }
        slots.values().forEach(this::dropRequest);
        leaving.values().forEach(this::dropRequest);
        List.copyOf(ready.keySet()).forEach(this::dispatch);
        return before;
    }

    /** Who asked for a poll of a source that is polled no more is told. */
    private void dropRequest(Slot slot) {
        if (slot.waitingId != null && !slot.isScheduled()) {
            results.put(
                    slot.waitingId,
                    new PollResult(
                            slot.waitingId,
                            slot.source.id(),
                            clock.instant(),
                            Duration.ZERO,
                            Outcome.INTERNAL,
                            0,
                            "the source was removed or disabled before the poll began"));
            slot.waitingId = null;
        }
    }

    /** Starts the polls that are due: called by the timer. */
    public synchronized void pollDue() {
        Instant now = clock.instant();
        while (!stopping && !due.isEmpty() && !due.peek().due.isAfter(now)) {
            Slot slot = due.remove();
            Instant notBefore = backoff.notBefore(slot.source.host());
            if (notBefore.isAfter(now)) {
                slot.due = notBefore;
                due.add(slot);
            } else {
                enqueue(slot, "schedule");
            }
        }
    }

    /**
     * Asks for a poll of a source that starts after this call, and returns its id; requests that wait share one.
     *
     * @throws IllegalArgumentException where the source is unknown or disabled
     */
    public synchronized String request(String sourceId, String trigger) {
        Slot slot = slots.get(sourceId);
        if (slot == null || !slot.source.enabled()) {
            throw new IllegalArgumentException("no enabled source " + sourceId);
        }
        if (slot.waitingId != null) {
            return slot.waitingId;
        }
        String id = ids.next();
        slot.waitingId = id;
        slot.waitingTrigger = trigger;
        if (!slot.running && !slot.queued) {
            due.remove(slot);
            if (slot.notBefore.isAfter(clock.instant())) {
                // The provider asked to wait: that holds for those who ask for a poll too.
                slot.due = slot.notBefore;
                due.add(slot);
            } else {
                enqueue(slot, trigger);
            }
        }
        return id;
    }

    /** How a poll ended; empty while it waits or runs, and long after. */
    public synchronized Optional<PollResult> result(String pollId) {
        return Optional.ofNullable(results.get(pollId));
    }

    /** Whether a poll was asked for or begun and has not ended. */
    public synchronized boolean isUnderWay(String pollId) {
        return Stream.concat(slots.values().stream(), leaving.values().stream())
                .anyMatch(slot -> pollId.equals(slot.waitingId) || pollId.equals(slot.runningId));
    }

    /** What every source does, in the inventory's order. */
    public synchronized List<SourceStatus> status() {
        return slots.values().stream().map(Slot::status).toList();
    }

    /**
     * Starts no further poll, gives those under way some time, then ends their calls: nothing of them counts.
     *
     * @return whether all have ended
     */
    public synchronized boolean stop(Duration patience) throws InterruptedException {
        stopping = true;
        ready.values().forEach(Deque::clear);
        if (!awaitIdle(patience)) {
            watches.forEach(CallDeadline.Watch::expire);
            return awaitIdle(Duration.ofSeconds(2));
        }
        return true;
    }

    private boolean awaitIdle(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (running.values().stream().anyMatch(count -> count > 0)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private void enqueue(Slot slot, String trigger) {
        slot.queued = true;
        if (slot.waitingId == null) {
            slot.waitingId = ids.next();
            slot.waitingTrigger = trigger;
        }
        queue(slot);
        dispatch(slot.source.provider().name());
    }

    private void queue(Slot slot) {
        ready.computeIfAbsent(slot.source.provider().name(), name -> new ArrayDeque<>())
                .add(slot);
    }

    private void dispatch(String provider) {
        Deque<Slot> queue = ready.getOrDefault(provider, new ArrayDeque<>());
        while (!stopping
                && !queue.isEmpty()
                && running.getOrDefault(provider, 0) < budget(provider).concurrency()) {
            Slot slot = queue.remove();
            slot.queued = false;
            slot.running = true;
            running.merge(provider, 1, Integer::sum);
            slot.runningId = slot.waitingId == null ? ids.next() : slot.waitingId;
            slot.waitingId = null;
            Job job = new Job(
                    slot,
                    slot.source,
                    slot.runningId,
                    slot.waitingTrigger,
                    budget(provider).timeout(),
                    routes);
            job.routes.enter();
            executor.execute(() -> run(job));
        }
    }

    private Budget budget(String provider) {
        return Objects.requireNonNull(inventory.budgets().get(provider), provider);
    }

    /** A poll with all that it was begun with: what is configured meanwhile is for the next one. */
    private record Job(Slot slot, Source source, String id, String trigger, Duration timeout, PollRoutes routes) {}

    private void run(Job job) {
        try {
            poll(job);
        } finally {
            job.routes.leave();
        }
    }

    private void poll(Job job) {
        Slot slot = job.slot;
        Instant start = clock.instant();
        try (CallDeadline.Watch watch = deadlines.watch(start.plus(job.timeout))) {
            synchronized (this) {
                watches.add(watch);
            }
            Poll poll = new Poll(job.id, job.source, job.trigger, state(slot, job.source), watch);
            try {
                job.routes.send(poll);
                slot.state = poll.state();
            } catch (RuntimeException | Error e) {
                outcomes.failed(poll, e);
            } finally {
                release(poll);
            }
            ended(slot, poll, start);
            synchronized (this) {
                watches.remove(watch);
            }
        } catch (RuntimeException e) {
            // The state cannot be read or written, or the key file is gone: the schedule goes on all the same.
            LOG.error("Source {}: poll {} could not be ended: {}", job.source.id(), job.id, e.toString(), e);
            free(slot, job.source, null, null, null);
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
    private SourceState state(Slot slot, Source source) {
        SourceState before = slot.state;
        SourceState known = before == null ? states.source(source.id()) : before;
        String scope;
        try {
            scope = Scope.of(source, tokens);
        } catch (CredentialsException e) {
            // The call will fail for the same reason, and say so.
            return known;
        }
        return known.scope().equals(scope)
                ? known
                : new SourceState(known.id(), scope, false, null, known.failedPolls(), known.failingSince());
    }

    private void ended(Slot slot, Poll poll, Instant start) {
        if (poll.outcome() == null) {
            poll.end(Outcome.INTERNAL, "the poll has no outcome");
        }
        Outcome outcome = Objects.requireNonNull(poll.outcome());
        Instant now = clock.instant();
        boolean abandoned = stopping && outcome.isFailure();
        if (!abandoned) {
            slot.state = failures.after(poll, now);
        }
        Source source = poll.getSource();
        if (outcome == Outcome.UNAVAILABLE) {
            backoff.failed(source.host());
        } else if (!outcome.isFailure()) {
            backoff.succeeded(source.host());
        }
        Duration wait = outcome == Outcome.THROTTLED ? poll.retryAfter() : null;
        if (wait != null) {
            throttle.slowDown(source.provider().name(), wait);
        }
        free(slot, source, PollResult.of(poll, start, Duration.between(start, now)), poll.keyId(), wait);
    }

    private synchronized void free(
            Slot slot, Source polled, @Nullable PollResult result, @Nullable String keyId, @Nullable Duration wait) {
        Instant now = clock.instant();
        slot.running = false;
        slot.runningId = null;
        if (result != null) {
            slot.last = result;
            slot.keyId = keyId;
            results.put(result.id(), result);
        }
        slot.due = slot.atOnce ? now : Timetable.next(slot.source, now);
        slot.atOnce = false;
        slot.notBefore = wait == null ? Instant.MIN : now.plus(wait);
        if (slot.due.isBefore(slot.notBefore) || wait != null && slot.waitingId != null) {
            slot.due = slot.notBefore;
        }
        String provider = polled.provider().name();
        running.merge(provider, -1, Integer::sum);
        if (slot.gone) {
            leaving.remove(polled.id(), slot);
        }
        if (!stopping) {
            if (slot.waitingId != null && wait == null) {
                enqueue(slot, slot.waitingTrigger);
            } else if (slot.isScheduled()) {
                due.add(slot);
            }
            dispatch(provider);
        }
        notifyAll();
    }
}
