package dev.accountfeed.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks a host that keeps failing ever more rarely: twice as long after each poll, with jitter, up to five minutes.
 *
 * <p>Whose own last poll was answered need not heed it: a source that fails delays no other. But once the host is down
 * no poll tries again by itself: each would hold its place for all of its time, and those that wait behind it would
 * learn hours later that they fail.
 */
final class HostBackoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration DOWN = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Failing> hosts = new ConcurrentHashMap<>();

    HostBackoff(Clock clock) {
        this.clock = clock;
    }

    /** When the host may be polled again; the past for one that works. */
    Instant notBefore(String host) {
        Failing failing = hosts.get(host);
        return failing == null ? Instant.MIN : failing.until;
    }

    /** Whether the host has answered no poll for a minute. */
    boolean isDown(String host) {
        Failing failing = hosts.get(host);
        return failing != null && !failing.since.plus(DOWN).isAfter(clock.instant());
    }

    /** A poll failed for a fault of the host. */
    void failed(String host) {
        hosts.compute(host, (name, before) -> {
            Instant now = clock.instant();
            // Polls that were under way together are one failure.
            if (before != null && now.isBefore(before.until)) {
                return before;
            }
            Duration delay = before == null ? FIRST : before.delay.multipliedBy(2);
            delay = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
            double jitter = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
            Instant until = now.plusMillis((long) (delay.toMillis() * jitter));
            return new Failing(before == null ? now : before.since, delay, until);
        });
    }

    /** The host has answered a poll, be it with a no. */
    void answered(String host) {
        hosts.remove(host);
    }

    /** Begins anew with every host: what was noted is of another time. */
    void forget() {
        hosts.clear();
    }

    private record Failing(Instant since, Duration delay, Instant until) {}
}
