package dev.accountfeed.reload;

import dev.accountfeed.sandbox.RequestLog;
import dev.accountfeed.source.Poller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** When a source was polled, by the provider's word. */
final class PollLog {

    private final RequestLog requests;
    private final Map<String, ConcurrentSkipListMap<Instant, Duration>> took = new ConcurrentHashMap<>();
    private final Set<RequestLog.Entry> entries = new LinkedHashSet<>();

    PollLog(RequestLog requests, Poller poller) {
        this.requests = requests;
        poller.onResult(result -> took.computeIfAbsent(result.source(), source -> new ConcurrentSkipListMap<>())
                .put(result.start(), result.took()));
    }

    /** How long the source's poll took whose call came in at a time: a due time that passes meanwhile is left out. */
    Duration took(String source, Instant call) {
        Map.Entry<Instant, Duration> poll =
                took.getOrDefault(source, new ConcurrentSkipListMap<>()).floorEntry(call);
        return poll == null ? Duration.ZERO : poll.getValue();
    }

    /** To be called often enough: the sandbox keeps the last 10,000 only. */
    void collect() {
        entries.addAll(requests.entries());
    }

    /** The polls of a caller, who stands for one source. */
    List<Instant> of(String caller) {
        return entries.stream()
                .filter(entry -> entry.caller().equals(caller))
                .map(RequestLog.Entry::time)
                .sorted()
                .toList();
    }

    List<RequestLog.Entry> refused() {
        return entries.stream().filter(entry -> entry.status() != 200).toList();
    }

    static List<Duration> gaps(List<Instant> polls) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < polls.size(); i++) {
            gaps.add(Duration.between(polls.get(i - 1), polls.get(i)));
        }
        return gaps;
    }

    /** Polls beyond one between two of a source's due times, which {@code Timetable} spreads by a hash of its id. */
    static long doubled(String source, Duration every, List<Instant> polls) {
        double share = ((source.hashCode() * 0x9E3779B9) >>> 8) / (double) (1 << 24);
        long phase = (long) (every.toMillis() * share);
        Set<Long> periods = new HashSet<>();
        return polls.stream()
                .filter(poll -> !periods.add(Math.floorDiv(poll.toEpochMilli() - phase, every.toMillis())))
                .count();
    }
}
