package dev.accountfeed.reload;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How late the machine itself is: what a timer of this process that has nothing to do with the feed sees. */
final class Heartbeat implements AutoCloseable {

    private static final long EVERY = 20;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ConcurrentSkipListMap<Instant, Duration> late = new ConcurrentSkipListMap<>();
    private long due = System.nanoTime();

    Heartbeat() {
        timer.scheduleWithFixedDelay(this::beat, 0, EVERY, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        long now = System.nanoTime();
        long behind = now - due;
        if (behind > TimeUnit.MILLISECONDS.toNanos(5)) {
            late.put(Instant.now(), Duration.ofNanos(behind));
        }
        due = now + TimeUnit.MILLISECONDS.toNanos(EVERY);
    }

    /** The sum of its delays in a time. */
    Duration late(Instant from, Instant to) {
        return late.subMap(from, to.plusMillis(EVERY)).values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
