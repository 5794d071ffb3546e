package dev.accountfeed.sink;

import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.sink.RelayStatus.State;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the stored events to one sink, in order, as they are committed; a sink that is down holds up nothing else. */
public final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int BATCH = 2000;

    // A sink that knows its own position needs the one in the database only when its events were taken away, and the
    // pruning of the log. So it is noted once a second at most: a commit after every batch would double the waits for
    // the disk when events come one by one.
    private static final Duration NOTE_EVERY = Duration.ofSeconds(1);

    private final String name;
    private final EventLog log;
    private final @Nullable Sink sink;
    private final Delivery delivery;
    private final Clock clock;
    private final Backoff backoff;
    private final Placement placement;
    private final Wakeup wakeup = new Wakeup();
    private final ReentrantLock delivering = new ReentrantLock();
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean abandoned;
    private volatile boolean renewed;
    private volatile Condition condition;
    private volatile long position = -1;
    private int atOnce = BATCH;
    private long noted = -1;
    private long notedAt;

    /**
     * @param sink which knows what has arrived; null for one that does not: its position is in the database, and after
     *     a failure it gets events again
     */
    public Relay(String name, EventLog log, @Nullable Sink sink, Delivery delivery, Clock clock) {
        this(
                name,
                log,
                sink,
                delivery,
                clock,
                new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30), new Random()));
    }

    Relay(String name, EventLog log, @Nullable Sink sink, Delivery delivery, Clock clock, Backoff backoff) {
        this.name = name;
        this.log = log;
        this.sink = sink;
        this.delivery = delivery;
        this.clock = clock;
        this.backoff = backoff;
        placement = new Placement(name, log, sink);
        condition = new Condition(State.starting, clock.instant(), null);
        thread = new Thread(this::run, "account-feed-relay-" + name);
        thread.setDaemon(true);
    }

    /**
     * Begins, and waits that long at most for the sink to say what it has.
     *
     * @throws PositionException if the sink has what the database does not know
     */
    public void start(Duration patience) {
        log.onAppend(wakeup::events);
        thread.start();
        try {
            begun.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PositionException ahead) {
                throw ahead;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            LOG.info("Sink {} has not answered yet; its events wait", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets the sink's route be replaced: the batch under way ends, and the next one waits for {@link #resume}.
     *
     * @return whether it ended in time; the sink may be one that hangs, and its route is replaced all the same
     */
    public boolean pause(Duration patience) {
        try {
            return delivering.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Goes on: the sink is asked again what it has. By the thread that paused. */
    public void resume() {
        renewed = true;
        if (delivering.isHeldByCurrentThread()) {
            delivering.unlock();
        }
        wakeup.order();
    }

    /** Ends a gap: a snapshot has been stored behind the sequence, and the sink goes on there; else it does nothing. */
    public void resumeAfter(long sequence) {
        if (condition.state == State.gap) {
            log.position(name, sequence);
            wakeup.order();
        }
    }

    /** Delivers what is in the log, for as long as that at most, and ends; a sink that fails is not waited for. */
    public void close(Duration flush) {
        closing = true;
        wakeup.order();
        try {
            thread.join(Math.max(1, flush.toMillis()));
            if (thread.isAlive()) {
                abandoned = true;
                thread.interrupt();
                thread.join(1000);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** How the sink is doing. */
    public RelayStatus status() {
        Condition now = condition;
        long reached = position;
        long from = reached >= 0 ? reached : log.position(name).orElse(log.first() - 1);
        long lag = Math.max(0, log.last() - from);
        Instant oldest = lag == 0 ? null : log.timeAfter(from).orElse(null);
        return new RelayStatus(name, now.state, now.since, reached, lag, oldest, now.error);
    }

    private void run() {
        boolean more = true;
        while (more) {
            more = attempt();
        }
        if (position > noted) {
            note();
        }
        become(State.stopped, condition.error);
        begun.complete(true);
    }

    /** Whether to go on. */
    private boolean attempt() {
        try {
            return step();
        } catch (InterruptedException e) {
            return false; // close() has waited long enough
        } catch (PositionException e) {
            return halted(State.ahead, e);
        } catch (GapException e) {
            return halted(State.gap, e);
        } catch (FencedException e) {
            return halted(State.fenced, e);
        } catch (Throwable e) {
            return failed(e);
        }
    }

    private boolean step() throws Exception {
        delivering.lockInterruptibly();
        boolean delivered;
        try {
            delivered = deliver();
        } finally {
            delivering.unlock();
        }
        return delivered || (!closing && idle());
    }

    /** Whether there was something to deliver. */
    private boolean deliver() throws Exception {
        if (renewed) {
            renewed = false;
            askAnew();
        }
        if (position < 0) {
            long found = placement.find();
            begun.complete(true);
            if (sink != null) {
                sink.goOnBehind(found);
            }
            position = found;
            noted = log.position(name).orElse(-1);
        }
        List<StoredEvent> batch = log.after(position, atOnce);
        if (batch.isEmpty()) {
            working();
            return false;
        }
        if (batch.get(0).sequence() != position + 1) {
            throw new GapException(
                    "the events between " + position + " and " + batch.get(0).sequence() + " are no longer stored");
        }
        // What a slow sink cannot take in its time, it would never take: half of it is next, should this fail.
        int taken = atOnce;
        atOnce = Math.max(1, batch.size() / 2);
        delivery.deliver(batch);
        atOnce = Math.min(BATCH, taken + taken / 4 + 1);
        position = batch.get(batch.size() - 1).sequence();
        working();
        if (sink == null || System.nanoTime() - notedAt > NOTE_EVERY.toNanos()) {
            note();
        }
        return true;
    }

    private boolean idle() throws InterruptedException {
        if (!wakeup.await(position > noted ? NOTE_EVERY : null)) {
            note();
        }
        return true;
    }

    // The sink takes events though the database is full, which the database tells itself: it is tried again.
    private void note() {
        notedAt = System.nanoTime();
        try {
            log.position(name, position);
            noted = position;
        } catch (RuntimeException e) {
            LOG.debug("The position of sink {} could not be noted", name, e);
        }
    }

    private void working() {
        backoff.reset();
        if (condition.state != State.running && condition.state != State.starting) {
            LOG.info("Sink {} takes events again, from {} on", name, position);
        }
        if (condition.state != State.running) {
            become(State.running, null);
        }
    }

    private boolean halted(State state, Exception why) {
        LOG.error("Sink {} has stopped: {}", name, why.getMessage());
        become(state, why.getMessage());
        askAnew();
        if (state == State.ahead) {
            begun.completeExceptionally(why);
        }
        begun.complete(true);
        return !closing && awaitOrder(null);
    }

    private boolean failed(Throwable why) {
        // A sink may say in its own words that it was interrupted.
        if (condition.state != State.failing && !abandoned) {
            LOG.warn(
                    "Sink {} does not take events: {}. They are kept, and it is tried again until it does",
                    name,
                    reason(why));
        }
        LOG.debug("Sink {} failed", name, why);
        become(State.failing, reason(why));
        askAnew(); // some of the batch may have arrived: only the sink knows
        begun.complete(true);
        return !closing && awaitOrder(backoff.next());
    }

    private void askAnew() {
        // A sink that failed because somebody removed what it had knows nothing of what arrived a moment ago.
        if (position > noted) {
            note();
        }
        position = -1;
    }

    private boolean awaitOrder(@Nullable Duration atMost) {
        try {
            wakeup.awaitOrder(atMost);
            return !closing;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static String reason(Throwable why) {
        Throwable root = why;
        while (root.getCause() != null && root.getCause() != root) {
            if (root instanceof SinkException) {
                return String.valueOf(root.getMessage());
            }
            root = root.getCause();
        }
        // What a file system says is a path and nothing else.
        boolean tells = root instanceof IOException && !(root instanceof FileSystemException);
        return tells && root.getMessage() != null ? root.getMessage() : root.toString();
    }

    private void become(State state, @Nullable String error) {
        // A failing sink that fails again is in the same state still.
        Instant since = condition.state == state ? condition.since : clock.instant();
        condition = new Condition(state, since, error);
    }

    private record Condition(
            State state, Instant since, @Nullable String error) {}
}
