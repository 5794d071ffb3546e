package dev.accountfeed.reload;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What became of changes while the feed ran: for status, health and metrics. */
public final class Reloads {

    private final AtomicReference<Reload> last = new AtomicReference<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** The last one; empty while nothing has changed since the start. */
    public Optional<Reload> last() {
        return Optional.ofNullable(last.get());
    }

    /** Whether what runs is what the files hold. */
    public boolean isCurrent() {
        return last().map(Reload::taken).orElse(true);
    }

    public long taken() {
        return taken.get();
    }

    public long refused() {
        return refused.get();
    }

    void add(Reload reload) {
        (reload.taken() ? taken : refused).incrementAndGet();
        last.set(reload);
    }
}
