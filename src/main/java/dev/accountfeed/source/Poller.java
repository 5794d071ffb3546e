package dev.accountfeed.source;

import dev.accountfeed.auth.CredentialsException;
import dev.accountfeed.auth.Tokens;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.SourceState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    /** How long a provider's calls are halved when it asks to slow down and does not say for how long. */
    private static final Duration SLOW = Duration.ofSeconds(30);

    private final Inventory inventory;
    private final AccountStateRepository states;
    private final Tokens tokens;
    private final CallDeadline deadlines;
    private final PollOutcomes outcomes;
    private final FailureWatch failures;
    private final Throttle throttle;
    private final HostBackoff backoff;
    private final Clock clock;
    private final Executor executor;
    private final Consumer<Poll> route;

    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final PriorityQueue<Slot> due = new PriorityQueue<>(Comparator.comparing((Slot slot) -> slot.due));
    private final Map<String, Deque<Slot>> ready = new HashMap<>();
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Integer> ailing = new HashMap<>();
    private final List<CallDeadline.Watch> watches = new ArrayList<>();
    private final PollIds ids = new PollIds();
    private final Map<String, PollResult> results = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PollResult> eldest) {
            return size() > KEPT_RESULTS;
        }
    };
    private final List<Consumer<PollResult>> listeners = new CopyOnWriteArrayList<>();
    // Not the clock's time: setting that forward must not look like a dead timer.
    private volatile long lastTick = System.nanoTime();
    private boolean stopping;

    /**
     * A poller of an inventory.
     *
     * @param route sends a poll through the routes and returns when it has ended
     */
    public Poller(Parts parts, Inventory inventory, Executor executor, Consumer<Poll> route) {
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
        this.route = route;
        Instant start = clock.instant();
        List<Source> enabled =
                inventory.sources().stream().filter(Source::enabled).toList();
        for (Source source : inventory.sources()) {
            Slot slot = new Slot(source, Timetable.first(source, start, enabled.size()));
            slots.put(source.id(), slot);
            if (source.enabled()) {
                due.add(slot);
            }
        }
    }

    /** What polls need, whatever the inventory. */
    public record Parts(
            AccountStateRepository states,
            Tokens tokens,
            CallDeadline deadlines,
            PollOutcomes outcomes,
            Throttle throttle,
            Clock clock) {}

    /** Starts the polls that are due: called by the timer. */
    public synchronized void pollDue() {
        lastTick = System.nanoTime();
        Instant now = clock.instant();
        while (!stopping && !due.isEmpty() && !due.peek().due.isAfter(now)) {
            Slot slot = due.remove();
            Instant notBefore = slot.isAiling() ? backoff.notBefore(slot.source.host()) : Instant.MIN;
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
        return slots.values().stream().anyMatch(slot -> pollId.equals(slot.waitingId) || pollId.equals(slot.runningId));
    }

    /** Whether a poll has begun and has not ended. */
    public synchronized boolean isRunning(String pollId) {
        return slots.values().stream().anyMatch(slot -> pollId.equals(slot.runningId));
    }

    /** How long ago the timer last asked for what is due; since the start if it has not yet. */
    public Duration sinceTick() {
        return Duration.ofNanos(System.nanoTime() - lastTick);
    }

    /** Calls the listener with every poll that has ended, in the thread that ended it: it must be quick. */
    public void onResult(Consumer<PollResult> listener) {
        listeners.add(listener);
    }

    /** What a source does; empty where there is none of the id. */
    public Optional<SourceStatus> status(String sourceId) {
        return status().stream().filter(source -> source.id().equals(sourceId)).findFirst();
    }

    /** What every source does, in the inventory's order. */
    public List<SourceStatus> status() {
        Map<String, Map<String, Long>> held = states.held();
        synchronized (this) {
            Instant now = clock.instant();
            return slots.values().stream()
                    .map(slot -> slot.status(held.getOrDefault(slot.source.id(), Map.of()), now))
                    .toList();
        }
    }

    /** Whether the inventory holds the source, enabled or not. */
    public synchronized boolean knows(String sourceId) {
        return slots.containsKey(sourceId);
    }

    /** Does something to a source while no poll of it runs; one that comes due meanwhile waits for its end. */
    <T> T whileIdle(String sourceId, Supplier<T> work) {
        Slot slot = reserve(sourceId);
        try {
            return work.get();
        } finally {
            release(slot);
        }
    }

    private synchronized @Nullable Slot reserve(String sourceId) {
        Slot slot = slots.get(sourceId);
        try {
            while (slot != null && (slot.running || slot.reserved)) {
                wait();
                slot = slots.get(sourceId);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before a poll of " + sourceId + " had ended", e);
        }
        if (stopping) {
            throw new IllegalStateException("the feed is stopping");
        }
        if (slot != null) {
            slot.reserved = true;
        }
        return slot;
    }

    private synchronized void release(@Nullable Slot slot) {
        if (slot != null) {
            slot.reserved = false;
            dispatch(slot.source.provider());
            notifyAll();
        }
    }

    /**
     * Starts no further poll and no further call, gives calls under way some time, then ends them: nothing of such a
     * poll counts.
     *
     * @return whether all have ended
     */
    public synchronized boolean stop(Duration patience) throws InterruptedException {
        stopping = true;
        ready.values().forEach(Deque::clear);
        watches.forEach(CallDeadline.Watch::last);
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
        String provider = slot.source.provider().name();
        ready.computeIfAbsent(provider, name -> new ArrayDeque<>()).add(slot);
        dispatch(slot.source.provider());
    }

    private void dispatch(Provider of) {
        String provider = of.name();
        Deque<Slot> queue = ready.getOrDefault(provider, new ArrayDeque<>());
        int concurrency = inventory.budget(of).concurrency();
        while (!stopping && running.getOrDefault(provider, 0) < concurrency) {
            Slot slot = takeFrom(queue, ailing.getOrDefault(provider, 0) < Math.max(1, concurrency / 2));
            if (slot == null) {
                return;
            }
            slot.queued = false;
            slot.running = true;
            slot.runsAiling = slot.isAiling();
            running.merge(provider, 1, Integer::sum);
            ailing.merge(provider, slot.runsAiling ? 1 : 0, Integer::sum);
            String id = slot.waitingId == null ? ids.next() : slot.waitingId;
            String trigger = slot.waitingTrigger;
            slot.waitingId = null;
            slot.runningId = id;
            executor.execute(() -> poll(slot, id, trigger));
        }
    }

    /** The next that may run: sources that failed may take half of the polls at once, so that the others have theirs. */
    private static @Nullable Slot takeFrom(Deque<Slot> queue, boolean ailingToo) {
        for (Iterator<Slot> slots = queue.iterator(); slots.hasNext(); ) {
            Slot slot = slots.next();
            if (!slot.reserved && (ailingToo || !slot.isAiling())) {
                slots.remove();
                return slot;
            }
        }
        return null;
    }

    private void poll(Slot slot, String id, String trigger) {
        Instant start = clock.instant();
        Duration timeout = inventory.budget(slot.source.provider()).timeout();
        try (CallDeadline.Watch watch = deadlines.watch(start.plus(timeout))) {
            begins(watch);
            Poll poll;
            try {
                poll = new Poll(id, slot.source, trigger, state(slot), watch);
                send(poll, slot);
            } finally {
                // Nothing of what follows waits for a call.
                watch.works();
                ends(watch);
            }
            ended(slot, poll, start);
        } catch (RuntimeException e) {
            // The state cannot be read or written, or the key file is gone: the schedule goes on all the same.
            LOG.error("Source {}: poll {} could not be ended: {}", slot.source.id(), id, e.toString(), e);
            String message = "the poll could not be ended: " + e;
            Duration took = Duration.between(start, clock.instant());
            finish(slot, new PollResult(id, slot.source.id(), start, took, Outcome.INTERNAL, 0, message), null);
        }
    }

    private void send(Poll poll, Slot slot) {
        try {
            route.accept(poll);
            slot.state = poll.state();
        } catch (RuntimeException | Error e) {
            outcomes.failed(poll, e);
        } finally {
            release(poll);
        }
    }

    private synchronized void begins(CallDeadline.Watch watch) {
        watches.add(watch);
        if (stopping) {
            watch.last();
        }
    }

    private synchronized void ends(CallDeadline.Watch watch) {
        watches.remove(watch);
    }

    private static void release(Poll poll) {
        try {
            poll.release();
        } catch (IOException e) {
            LOG.warn("A temporary file of source {} stays: {}", poll.getSource().id(), e.toString());
        }
    }

    /** What is known of the source, within the scope that it has now. */
    private SourceState state(Slot slot) {
        SourceState known = slot.state == null ? states.source(slot.source.id()) : slot.state;
        String scope;
        try {
            scope = Scope.of(slot.source, tokens);
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
            // Its time was up while it waited to try again: what made it wait is the outcome.
            Throwable failure = poll.failure();
            outcomes.failed(poll, failure == null ? new IllegalStateException("the poll has no outcome") : failure);
        }
        Outcome outcome = Objects.requireNonNull(poll.outcome());
        Instant now = clock.instant();
        boolean abandoned = stopping && outcome.isFailure();
        if (!abandoned) {
            slot.state = failures.after(poll, now);
        }
        Duration wait = outcome == Outcome.THROTTLED ? poll.retryAfter() : null;
        if (outcome == Outcome.THROTTLED) {
            throttle.slowDown(slot.source.provider().name(), wait == null ? SLOW : wait);
        }
        if (outcome == Outcome.UNAVAILABLE || outcome == Outcome.THROTTLED && wait == null) {
            backoff.failed(slot.source.host());
        } else if (!outcome.isFailure()) {
            backoff.succeeded(slot.source.host());
        }
        finish(slot, PollResult.of(poll, start, Duration.between(start, now)), wait);
    }

    private void finish(Slot slot, PollResult result, @Nullable Duration wait) {
        free(slot, result, wait);
        tell(result);
    }

    private void tell(PollResult result) {
        for (Consumer<PollResult> listener : listeners) {
            try {
                listener.accept(result);
            } catch (RuntimeException e) {
                // The poll has ended whatever becomes of its being told.
                LOG.warn("A listener to polls failed", e);
            }
        }
    }

    private synchronized void free(Slot slot, PollResult result, @Nullable Duration wait) {
        Instant now = clock.instant();
        slot.running = false;
        slot.runningId = null;
        slot.last = result;
        results.put(result.id(), result);
        slot.due = Timetable.next(slot.source, now);
        slot.notBefore = wait == null ? Instant.MIN : now.plus(wait);
        if (slot.due.isBefore(slot.notBefore) || wait != null && slot.waitingId != null) {
            slot.due = slot.notBefore;
        }
        String provider = slot.source.provider().name();
        running.merge(provider, -1, Integer::sum);
        ailing.merge(provider, slot.runsAiling ? -1 : 0, Integer::sum);
        if (!stopping) {
            if (slot.waitingId != null && wait == null) {
                enqueue(slot, slot.waitingTrigger);
            } else {
                due.add(slot);
            }
            dispatch(slot.source.provider());
        }
        notifyAll();
    }

    /** One source's place in the schedule. */
    private static final class Slot {

        private final Source source;
        private Instant due;
        private Instant notBefore = Instant.MIN;
        private boolean queued;
        private boolean running;
        private boolean runsAiling;
        private boolean reserved;
        private @Nullable String waitingId;
        private @Nullable String runningId;
        private String waitingTrigger = "schedule";
        private @Nullable SourceState state;
        private @Nullable PollResult last;

        Slot(Source source, Instant due) {
            this.source = source;
            this.due = due;
        }

        /** Whether its last poll failed for a fault that others may be spared. */
        boolean isAiling() {
            return last != null && (last.outcome() == Outcome.UNAVAILABLE || last.outcome() == Outcome.THROTTLED);
        }

        SourceStatus status(Map<String, Long> held, Instant now) {
            return new SourceStatus(
                    source.id(),
                    source.provider().name(),
                    source.enabled(),
                    running,
                    last == null ? null : last.start(),
                    source.enabled() ? due : null,
                    last == null ? null : last.outcome(),
                    last == null ? null : last.message(),
                    last == null ? null : last.took(),
                    last == null ? 0 : last.rows(),
                    state == null ? 0 : state.failedPolls(),
                    held,
                    notBefore.isAfter(now) ? notBefore : null);
        }
    }
}
