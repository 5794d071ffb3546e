package dev.accountfeed.sink;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What ends a relay's waiting; a signal that comes while it does not wait ends its next waiting. */
final class Wakeup {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private boolean events;
    private boolean orders;

    /** There are new events: of no interest to one who waits for a sink to recover. */
    void events() {
        signal(true, false);
    }

    /** There is something else to do. */
    void order() {
        signal(false, true);
    }

    private void signal(boolean newEvents, boolean newOrders) {
        lock.lock();
        try {
            events |= newEvents;
            orders |= newOrders;
            signalled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a signal came within the time; without a time it waits for as long as it takes. */
    boolean await(@Nullable Duration atMost) throws InterruptedException {
        return await(true, atMost);
    }

    /** The same, for an order only. */
    boolean awaitOrder(@Nullable Duration atMost) throws InterruptedException {
        return await(false, atMost);
    }

    private boolean await(boolean eventsToo, @Nullable Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost == null ? Long.MAX_VALUE : atMost.toNanos();
            while (!orders && !(eventsToo && events)) {
                if (atMost == null) {
                    signalled.await();
                } else if (left <= 0) {
                    return false;
                } else {
                    left = signalled.awaitNanos(left);
                }
            }
            orders = false;
            events &= !eventsToo;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
