package dev.accountfeed.source;

import dev.accountfeed.auth.Tokens;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.SourceState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    private static final Duration BEGIN_AGAIN = Duration.ofSeconds(1);

    private Inventory inventory;
    private final AccountStateRepository states;
    private final Throttle throttle;
    private final HostBackoff backoff;
    private final StorageGate gate;
    private final ClockSteps clockSteps;
    private final Clock clock;
    private final Executor executor;
    private final PollWorker worker;
    private PollRoutes routes;

    /** Until when sources wait that are in no slot, by id: those of before the start, and those that may come back. */
    private final Map<String, Instant> waits;

    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, Slot> leaving = new HashMap<>();
    private final PriorityQueue<Slot> due = new PriorityQueue<>(Slot.BY_DUE);
    private final Map<String, ProviderQueue> queues = new HashMap<>();

    /** Sources, in the inventory or not, that somebody does something to which no poll may disturb. */
    private final Set<String> reserved = new HashSet<>();

    private final PollIds ids = new PollIds();
    private final PollResults results = new PollResults();
    // Not the clock's time: setting that forward must not look like a dead timer.
    private volatile long lastTick = System.nanoTime();
    private volatile boolean stopping;
    private boolean paused;

    /**
     * A poller of an inventory.
     *
     * @param routes of the inventory's providers
     */
    public Poller(Parts parts, Inventory inventory, Executor executor, PollRoutes routes) {
        this.inventory = inventory;
        this.states = parts.states();
        this.throttle = parts.throttle();
        this.backoff = new HostBackoff(parts.clock());
        this.clock = parts.clock();
        this.executor = executor;
        this.gate = new StorageGate(parts.states(), executor);
        this.worker = new PollWorker(parts, backoff, gate);
        this.clockSteps = new ClockSteps(parts.clock().instant());
        this.routes = routes;
        this.waits = waits(parts);
        reconfigure(inventory, routes);
    }

    /** None is longer than a provider may ask for, though the clock was set back in between. */
    private static Map<String, Instant> waits(Parts parts) {
        Instant longest = parts.clock().instant().plus(Answers.LONGEST_WAIT);
        Map<String, Instant> waits = new HashMap<>(parts.states().waits());
        waits.replaceAll((id, until) -> until.isBefore(longest) ? until : longest);
        return waits;
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
     * @param through the routes that polls enter from now on
     */
    public final synchronized void reconfigure(Inventory next, PollRoutes through) {
        inventory = next;
        routes = through;
        throttle.budgets(next.budgets());
        new Reconfiguration(slots, leaving, waits, clock.instant()).apply(next);
        List<Slot> waiting = queues.values().stream()
                .flatMap(queue -> queue.drain().stream())
                .toList();
        for (Slot slot : waiting) {
            slot.queued = slot.isScheduled();
            if (slot.queued) {
                queue(slot.source.provider().name()).add(slot);
            }
        }
        due.clear();
        for (Slot slot : slots.values()) {
            slot.answer = null;
            if (slot.isScheduled() && !slot.queued && !slot.running) {
                due.add(slot);
            }
        }
        everySlot().forEach(this::dropRequest);
        List.copyOf(queues.keySet()).forEach(this::dispatch);
        // Who waits for a poll to end may wait for one that will not begin.
        notifyAll();
    }

    private Stream<Slot> everySlot() {
        return Stream.of(slots, leaving).flatMap(all -> all.values().stream());
    }

    /** Who asked for a poll of a source that is polled no more is told. */
    private void dropRequest(Slot slot) {
        if (slot.waitingId != null && !slot.isScheduled()) {
            String why = "the source was removed or disabled before the poll began";
            results.add(new PollResult(
                    slot.waitingId,
                    slot.source.id(),
                    clock.instant(),
                    Duration.ZERO,
                    Outcome.INTERNAL,
                    0,
                    why,
                    PollResult.Work.none(slot.source.provider().name(), Duration.ZERO)));
            slot.waitingId = null;
        }
    }

    /** Starts the polls that are due: called by the timer. */
    public synchronized void pollDue() {
        lastTick = System.nanoTime();
        if (isPaused()) {
            return;
        }
        Instant now = clock.instant();
        followClock(now);
        while (!stopping && !due.isEmpty() && !due.peek().due.isAfter(now)) {
            Slot slot = due.remove();
            Instant notBefore = slot.isAiling() ? backoff.notBefore(slot.source.host()) : Instant.MIN;
            if (notBefore.isAfter(now)) {
                slot.due = notBefore;
                due.add(slot);
            } else {
                enqueue(slot, "schedule", slot.due);
            }
        }
    }

    /** Moves what is planned along with a clock that was set back: it would wait until the old time has come again. */
    private void followClock(Instant now) {
        Duration back = clockSteps.back(now);
        if (!back.isZero()) {
            LOG.warn("The machine's clock was set back by {} s: all sources stay in their rhythm", back.toSeconds());
            everySlot().forEach(slot -> slot.setBack(back, now));
            waits.replaceAll((id, until) -> until.isAfter(now) ? until.minus(back) : until);
            List<Slot> planned = List.copyOf(due);
            due.clear();
            due.addAll(planned);
            throttle.setBack(back);
            backoff.forget();
        }
    }

    /** Whether nothing is polled, because nothing could be stored; what waited goes on when that is over. */
    private boolean isPaused() {
        boolean before = paused;
        paused = gate.isClosed();
        if (paused) {
            gate.look();
        } else if (before) {
            List.copyOf(queues.keySet()).forEach(this::dispatch);
        }
        return paused;
    }

    /**
     * Asks for a poll of a source that starts after this call, and returns its id; requests that wait share one.
     *
     * @throws IllegalArgumentException where the source is unknown or disabled
     */
    public String request(String sourceId, String trigger) {
        return request(sourceId, trigger, null);
    }

    /** The same, within a trace; requests that share a poll have the trace of the first. */
    public synchronized String request(String sourceId, String trigger, @Nullable Traceparent trace) {
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
        slot.waitingTrace = trace;
        if (!slot.running && !slot.queued) {
            due.remove(slot);
            Instant now = clock.instant();
            if (slot.notBefore.isAfter(now)) {
                // The provider asked to wait: that holds for those who ask for a poll too.
                slot.due = slot.notBefore;
                due.add(slot);
            } else {
                enqueue(slot, trigger, now);
            }
        }
        return id;
    }

    /** Asks for a poll of every source that is enabled: their ids by source, in the inventory's order. */
    public synchronized Map<String, String> requestAll(String trigger, @Nullable Traceparent trace) {
        Map<String, String> polls = new LinkedHashMap<>();
        for (Slot slot : slots.values()) {
            if (slot.source.enabled()) {
                polls.put(slot.source.id(), request(slot.source.id(), trigger, trace));
            }
        }
        return polls;
    }

    /** How a poll ended; empty while it waits or runs, and long after. */
    public Optional<PollResult> result(String pollId) {
        return results.get(pollId);
    }

    /** Whether a poll was asked for or begun and has not ended. */
    public synchronized boolean isUnderWay(String pollId) {
        return everySlot().anyMatch(slot -> slot.isAt(pollId));
    }

    /** Whether a poll has begun and has not ended. */
    public synchronized boolean isRunning(String pollId) {
        return everySlot().anyMatch(slot -> pollId.equals(slot.runningId));
    }

    /**
     * Waits for the end of a poll that was asked for. One of a source with an interval is not waited for: every start
     * polls those, and so makes up for it.
     *
     * @throws IllegalStateException if the feed stops before
     */
    public synchronized void await(String sourceId, String pollId) {
        Slot slot = slot(sourceId);
        while (slot != null && slot.source.recurrence() instanceof Recurrence.Cron && slot.isAt(pollId)) {
            goOn();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted before poll " + pollId + " had ended", e);
            }
            slot = slot(sourceId);
        }
        goOn();
    }

    /** Whether what has begun is to end, and nothing else begins. */
    public boolean isStopping() {
        return stopping;
    }

    /**
     * Returns, unless the feed stops.
     *
     * @throws IllegalStateException if the feed stops
     */
    void goOn() {
        if (stopping) {
            throw new IllegalStateException("the feed is stopping");
        }
    }

    /** How long ago the timer last asked for what is due; since the start if it has not yet. */
    public Duration sinceTick() {
        return Duration.ofNanos(System.nanoTime() - lastTick);
    }

    /** Calls the listener with every poll that has ended, in the thread that ended it: it must be quick. */
    public void onResult(Consumer<PollResult> listener) {
        results.listen(listener);
    }

    /** How many polls of a source have failed in a row; 0 for one that is not polled. */
    public synchronized int failedPolls(String sourceId) {
        Slot slot = slots.get(sourceId);
        SourceState state = slot == null || !slot.isScheduled() ? null : slot.state;
        return state == null ? 0 : state.failedPolls();
    }

    /** How many sources and polls are at what. */
    public synchronized Load load() {
        return Load.of(slots.values(), clock.instant());
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
        try {
            reserve(sourceId);
            try {
                awaitEnd(sourceId);
                return work.get();
            } finally {
                release(sourceId);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before a poll of " + sourceId + " had ended", e);
        }
    }

    /** Before the poll under way has ended: a source that is asked for again and again would never be idle. */
    private synchronized void reserve(String sourceId) throws InterruptedException {
        while (!reserved.add(sourceId)) {
            wait();
        }
    }

    private synchronized void awaitEnd(String sourceId) throws InterruptedException {
        for (Slot slot = slot(sourceId); slot != null && slot.running; slot = slot(sourceId)) {
            wait();
        }
        goOn();
    }

    /** One that left the inventory counts while its poll is under way. */
    private @Nullable Slot slot(String sourceId) {
        Slot slot = slots.get(sourceId);
        return slot == null ? leaving.get(sourceId) : slot;
    }

    private synchronized void release(String sourceId) {
        reserved.remove(sourceId);
        Slot slot = slot(sourceId);
        if (slot != null) {
            dispatch(slot.source.provider().name());
        }
        notifyAll();
    }

    /**
     * Starts no further poll and no further call, gives calls under way some time, then ends them: nothing of such a
     * poll counts.
     *
     * @return whether all have ended
     */
    public synchronized boolean stop(Duration patience) throws InterruptedException {
        stopping = true;
        // Who waits for a poll is told that it may not come.
        notifyAll();
        queues.values().forEach(ProviderQueue::drain);
        worker.last();
        if (!awaitIdle(patience)) {
            worker.expire();
            return awaitIdle(Duration.ofSeconds(2));
        }
        return true;
    }

    private boolean awaitIdle(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (queues.values().stream().anyMatch(ProviderQueue::hasRunning)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private void enqueue(Slot slot, String trigger, Instant wanted) {
        slot.queued = true;
        slot.wanted = wanted;
        if (slot.waitingId == null) {
            slot.waitingId = ids.next();
            slot.waitingTrigger = trigger;
            slot.waitingTrace = null;
        }
        String provider = slot.source.provider().name();
        queue(provider).add(slot);
        dispatch(provider);
    }

    private ProviderQueue queue(String provider) {
        return queues.computeIfAbsent(provider, name -> new ProviderQueue());
    }

    private void dispatch(String provider) {
        for (PollJob job = take(provider); job != null; job = take(provider)) {
            PollJob first = job;
            try {
                executor.execute(() -> run(first));
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "Source {}: its poll cannot be begun: {}", job.source().id(), e.toString(), e);
                giveBack(job);
                return;
            }
        }
    }

    /** The poll could not be begun, such as where the system has no thread for it: it is due again soon. */
    private void giveBack(PollJob job) {
        Slot slot = job.slot();
        queue(job.source().provider().name()).end(slot);
        slot.runningId = null;
        slot.waitingId = job.id();
        slot.due = clock.instant().plus(BEGIN_AGAIN);
        due.add(slot);
        job.routes().leave();
    }

    /** The provider's next poll, which counts as running from now on; null where none may begin. */
    private @Nullable PollJob take(String provider) {
        Budget budget = inventory.budgets().get(provider);
        if (stopping || gate.isClosed() || budget == null) {
            return null;
        }
        Slot slot = queue(provider).begin(budget.concurrency(), reserved);
        if (slot == null) {
            return null;
        }
        slot.runningId = slot.waitingId == null ? ids.next() : slot.waitingId;
        slot.waitingId = null;
        routes.enter();
        return new PollJob(
                slot,
                slot.source,
                slot.runningId,
                slot.waitingTrigger,
                slot.waitingTrace,
                slot.wanted,
                budget.timeout(),
                routes);
    }

    /** Goes on with what waits: waking another thread for it costs more than many a poll. */
    private void run(PollJob first) {
        PollJob next = first;
        while (next != null) {
            PollJob job = next;
            try {
                PollWorker.End end = worker.run(job);
                next = free(job, end);
                results.tell(end.result());
            } finally {
                job.routes().leave();
            }
        }
    }

    /** Ends a poll, and takes the next one. */
    private synchronized @Nullable PollJob free(PollJob job, PollWorker.End end) {
        Instant now = clock.instant();
        PollResult result = end.result();
        Duration pause = end.pause();
        Slot slot = job.slot();
        // By other routes, with another mapping, the same answer may be another account.
        slot.answer = job.routes() == routes ? end.answer() : null;
        slot.runningId = null;
        slot.ended(result);
        results.add(result);
        // Of what could not be stored nothing is known: the source is due as it was.
        boolean again = slot.atOnce || (result.outcome() == Outcome.INTERNAL && gate.isClosed());
        slot.due = again ? now : Timetable.next(slot.source, now);
        slot.atOnce = false;
        slot.notBefore = pause == null ? Instant.MIN : now.plus(pause);
        if (slot.due.isBefore(slot.notBefore) || (pause != null && slot.waitingId != null)) {
            slot.due = slot.notBefore;
        }
        String provider = job.source().provider().name();
        queue(provider).end(slot);
        if (slot.gone) {
            waits.put(job.source().id(), slot.notBefore);
            leaving.remove(job.source().id(), slot);
        }
        if (!stopping) {
            if (slot.waitingId != null && pause == null) {
                enqueue(slot, slot.waitingTrigger, now);
            } else if (slot.isScheduled()) {
                due.add(slot);
            }
        }
        PollJob next = take(provider);
        dispatch(provider);
        notifyAll();
        return next;
    }
}
