package dev.accountfeed.source;

import dev.accountfeed.state.AccountStateRepository;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps polls back while nothing of them could be stored, and looks now and then whether that is over. */
final class StorageGate {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final AccountStateRepository states;
    private final Executor executor;
    private final AtomicBoolean looking = new AtomicBoolean();
    private long looked = System.nanoTime();

    StorageGate(AccountStateRepository states, Executor executor) {
        this.states = states;
        this.executor = executor;
    }

    boolean isClosed() {
        return states.trouble().isPresent();
    }

    /** Tries again in another thread, for a disk may take its time to fail. */
    void look() {
        long now = System.nanoTime();
        if (now - looked > BETWEEN_LOOKS.toNanos() && looking.compareAndSet(false, true)) {
            looked = now;
            try {
                executor.execute(this::retry);
            } catch (RuntimeException | Error e) {
                // No thread for it, perhaps: the next one has to look.
                looking.set(false);
                throw e;
            }
        }
    }

    private void retry() {
        try {
            states.retry();
        } finally {
            looking.set(false);
        }
    }
}
