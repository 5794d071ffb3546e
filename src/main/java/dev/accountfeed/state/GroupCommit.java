package dev.accountfeed.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One writer on one connection; whatever waits when it is free shares one commit, because a commit waits for the disk. */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int LARGEST_GROUP = 256;

    private final Connection connection;
    private final StorageWatch watch;
    private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
    private final Job<Boolean> last = new Job<>(unused -> true);
    private final Thread thread = new Thread(this::run, "account-feed-writer");
    private boolean closed;

    GroupCommit(Connection connection, StorageWatch watch) {
        this.connection = connection;
        this.watch = watch;
        // Its end is close(); a start that fails leaves it behind, and it must not keep the process.
        thread.setDaemon(true);
        thread.start();
    }

    /** The work's result, once it is on the disk; a work that throws leaves the others of its group alone. */
    <T> T write(Work<T> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a write inside a write would wait for itself");
        }
        Job<T> job = new Job<>(work);
        synchronized (this) {
            if (closed) {
                throw new DatabaseException("the database is closed");
            }
            queue.add(job);
        }
        return job.await();
    }

    private void run() {
        List<Job<?>> group = new ArrayList<>();
        try {
            do {
                group.clear();
                group.add(queue.take());
                queue.drainTo(group, LARGEST_GROUP - 1);
                commit(group);
            } while (!group.contains(last));
        } catch (InterruptedException e) {
            LOG.error("The database's writer was interrupted; nothing more is stored until the next start", e);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // an Error must not end the writer: its callers would wait for ever
    private void commit(List<Job<?>> group) {
        try {
            if (!runAll(group)) {
                for (Job<?> job : group) {
                    job.run(connection, watch);
                }
            }
            connection.commit();
            group.forEach(Job::committed);
        } catch (Throwable e) {
            watch.failed(e);
            rollback();
            group.forEach(job -> job.failed(e));
        }
    }

    /**
     * Whether all works of the group did what they do; else nothing is left of any of them.
     *
     * <p>Hardly ever does one fail, and a savepoint for each takes as long as the work itself. So a work may be done
     * twice: what it does beside the transaction must not matter.
     */
    @SuppressWarnings("CatchingUnchecked") // whatever it is, it comes again where it is told to its caller
    private boolean runAll(List<Job<?>> group) {
        try {
            for (Job<?> job : group) {
                job.runUnguarded(connection);
            }
            return true;
        } catch (Throwable e) {
            LOG.debug("A work failed; each of its group is done by itself", e);
            rollback();
            return false;
        }
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("There is nothing to roll back", e);
            beginAnew();
        }
    }

    /**
     * Tells the driver that the transaction is gone: SQLite itself takes it back where a disk is full.
     *
     * <p>Else the driver would begin no other, each job would be one of its own, and told as failed though it is stored.
     */
    private void beginAnew() {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.debug("There is nothing to commit", e);
        }
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            LOG.warn("No transaction can be begun", e);
        }
    }

    /** Ends when all that was queued is stored. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                queue.add(last);
            }
        }
        try {
            last.await();
        } catch (DatabaseException e) {
            LOG.debug("The last transaction was empty, and failed", e);
        }
    }

    private static final class Job<T> {
        private final Work<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private @Nullable T value;

        Job(Work<T> work) {
            this.work = work;
        }

        void runUnguarded(Connection connection) throws SQLException {
            value = work.apply(connection);
        }

        /** Throws only if the transaction as a whole is lost. */
        @SuppressWarnings("CatchingUnchecked") // an Error of one caller's work must not end the writer of all
        void run(Connection connection, StorageWatch watch) throws SQLException {
            Savepoint before = connection.setSavepoint();
            try {
                value = work.apply(connection);
            } catch (Throwable e) {
                watch.failed(e);
                connection.rollback(before);
                result.completeExceptionally(e);
            }
            connection.releaseSavepoint(before);
        }

        @SuppressWarnings("NullAway") // null only where T is
        void committed() {
            result.complete(value);
        }

        void failed(Throwable e) {
            result.completeExceptionally(e);
        }

        /** Not interruptible: the caller has to know whether it is stored. */
        T await() {
            try {
                return result.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new DatabaseException("the database could not store it: " + e.getCause(), e);
            }
        }
    }
}
