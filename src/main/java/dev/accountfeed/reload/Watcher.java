package dev.accountfeed.reload;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a change taken once its files rest: when two looks in a row agree. */
final class Watcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    private static final Duration EVERY = Duration.ofMillis(250);

    private final Looker looker;
    private final Taker taker;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private Look taken;
    private Look last;

    /** Takes what the files hold. */
    @FunctionalInterface
    interface Taker {

        /**
         * Takes a change, or says why not.
         *
         * @return false where the files have changed again meanwhile: it is tried once more when they rest
         */
        boolean take(Look changed);
    }

    /** @param running what the files held when the running configuration was read */
    Watcher(Looker looker, Look running, Taker taker) {
        this.looker = looker;
        this.taker = taker;
        this.taken = running;
        this.last = running;
        this.thread = new Thread(this::run, "account-feed-watcher");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            Look now = looker.look();
            boolean rests = now.equals(last);
            last = now;
            if (rests && !now.equals(taken) && taker.take(now)) {
                taken = now;
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The files could not be looked at: {}", e.toString(), e);
        }
    }

    /** Ends when a change under way has been taken. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
