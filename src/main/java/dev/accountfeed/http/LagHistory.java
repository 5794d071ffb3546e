package dev.accountfeed.http;

import dev.accountfeed.sink.RelayStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far each sink was behind during the last hour. */
final class LagHistory {

    /** An hour, at one every ten seconds. */
    private static final int MOST = 360;

    private final Deque<Lag> lags = new ArrayDeque<>();

    /**
     * How far the sinks were behind at a time.
     *
     * @param events by sink
     */
    record Lag(Instant time, Map<String, Long> events) {}

    synchronized void add(Instant time, List<RelayStatus> sinks) {
        Map<String, Long> events = new TreeMap<>();
        sinks.forEach(sink -> events.put(sink.name(), sink.lag()));
        lags.addLast(new Lag(time, events));
        if (lags.size() > MOST) {
            lags.removeFirst();
        }
    }

    synchronized List<Lag> all() {
        return List.copyOf(lags);
    }
}
