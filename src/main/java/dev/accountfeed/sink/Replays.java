package dev.accountfeed.sink;

import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.state.EventLog;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends stored events to a sink once more, beside its relay: positions stay where they are. */
public final class Replays {

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final int BATCH = 2000;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final EventLog log;
    private final Clock clock;
    private final ExecutorService threads;
    private final Target target;
    private final Set<String> running = new HashSet<>();

    public Replays(EventLog log, Clock clock, ExecutorService threads, Target target) {
        this.log = log;
        this.clock = clock;
        this.threads = threads;
        this.target = target;
    }

    /** Takes events that are sent again. */
    public interface Target {

        /** Whether the sink takes any. */
        boolean accepts(String sink);

        /**
         * Gives the sink events that it has had before.
         *
         * @param name of the replay: its time, fit for the name of a file
         */
        void deliver(String sink, String name, List<StoredEvent> events) throws Exception;
    }

    /**
     * Which events are sent again.
     *
     * @param name its time, fit for the name of a file
     * @param to the last event when it began
     */
    public record Replay(String sink, String name, long from, long to) {}

    /**
     * Begins a replay of everything from a sequence up to now.
     *
     * @throws IllegalStateException where the sink takes none, or one is under way
     */
    public Replay start(String sink, long from) {
        if (!target.accepts(sink)) {
            throw new IllegalStateException("sink " + sink
                    + " takes no replays: no route begins with direct:account-events-" + sink + "-replay");
        }
        Replay replay = new Replay(sink, NAME.format(clock.instant()), from, log.last());
        synchronized (running) {
            if (!running.add(sink)) {
                throw new IllegalStateException("a replay to sink " + sink + " is under way: wait for its end");
            }
        }
        threads.execute(() -> run(replay));
        return replay;
    }

    private void run(Replay replay) {
        long next = replay.from;
        try {
            List<StoredEvent> batch = upTo(replay.to, log.after(next - 1, BATCH));
            while (!batch.isEmpty() && !Thread.currentThread().isInterrupted()) {
                target.deliver(replay.sink, replay.name, batch);
                next = batch.get(batch.size() - 1).sequence() + 1;
                batch = upTo(replay.to, log.after(next - 1, BATCH));
            }
            LOG.info(
                    "Replay {} to sink {}: events {} to {} were sent", replay.name, replay.sink, replay.from, next - 1);
        } catch (Exception e) {
            LOG.error("Replay {} to sink {} ended before event {}", replay.name, replay.sink, next, e);
        } finally {
            synchronized (running) {
                running.remove(replay.sink);
            }
        }
    }

    private static List<StoredEvent> upTo(long last, List<StoredEvent> events) {
        return events.stream().filter(event -> event.sequence() <= last).toList();
    }
}
