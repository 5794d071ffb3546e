package dev.accountfeed.observe;

import dev.accountfeed.provider.Outcome;
import dev.accountfeed.source.PollResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts polls as they end: by source and outcome, and by provider how long they took and what they did.
 *
 * <p>Bounded whatever the inventory: times have the provider only, a thousand sources have series of their own, and of
 * the others those that fail.
 */
final class PollMetrics {

    /** Sources beyond these are counted together: each makes a series an outcome. */
    private static final int NAMED_SOURCES = 1000;

    /** Failing sources with a series of their own; how many fail is told without bound. */
    private static final int NAMED_FAILING = 100;

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(100),
        Duration.ofSeconds(300)
    };

    private final MeterRegistry registry;
    private final ToDoubleFunction<String> failedPolls;
    private final Predicate<String> known;
    private final Set<String> named = ConcurrentHashMap.newKeySet();
    private final Map<String, Counter> polls = new ConcurrentHashMap<>();
    private final Map<String, OfProvider> providers = new ConcurrentHashMap<>();
    private final Map<String, Gauge> failing = new ConcurrentHashMap<>();
    private final Map<String, Key> keys = new ConcurrentHashMap<>();

    /**
     * Meters in a registry.
     *
     * @param failedPolls how many polls of a source have failed in a row
     * @param known whether the inventory holds a source
     */
    PollMetrics(MeterRegistry registry, ToDoubleFunction<String> failedPolls, Predicate<String> known) {
        this.registry = registry;
        this.failedPolls = failedPolls;
        this.known = known;
    }

    void ended(PollResult result) {
        String source = label(result.source());
        String outcome = result.outcome().word();
        polls.computeIfAbsent(
                        source + " " + outcome,
                        both -> registry.counter("account.feed.polls", "source", source, "outcome", outcome))
                .increment();
        PollResult.Work work = result.work();
        providers
                .computeIfAbsent(work.provider(), name -> new OfProvider(registry, name))
                .count(result);
        failing(result.source(), result.outcome().isFailure());
        if (work.keyId() != null || keys.containsKey(result.source())) {
            key(result.source(), work.keyId());
        }
    }

    private String label(String source) {
        if (named.size() < NAMED_SOURCES) {
            named.add(source);
        }
        return named.contains(source) ? source : "_other";
    }

    private void failing(String source, boolean fails) {
        if (!fails) {
            unnameFailing(source);
            return;
        }
        if (!failing.containsKey(source) && failing.size() >= NAMED_FAILING) {
            // Those that left the inventory while they failed make room.
            failing.keySet().stream().filter(one -> !known.test(one)).toList().forEach(this::unnameFailing);
        }
        if (failing.size() < NAMED_FAILING) {
            failing.computeIfAbsent(source, id -> Gauge.builder(
                            "account.feed.source.failed.polls", failedPolls, f -> f.applyAsDouble(id))
                    .description("Polls of the source that failed in a row; of the sources that fail only")
                    .tag("source", id)
                    .register(registry));
        }
    }

    private void unnameFailing(String source) {
        Gauge gauge = failing.remove(source);
        if (gauge != null) {
            registry.remove(gauge);
        }
    }

    private void key(String source, @Nullable String keyId) {
        if (!named.contains(source)) {
            return;
        }
        keys.compute(source, (id, before) -> {
            if (before != null && before.id.equals(keyId)) {
                return before;
            }
            if (before != null) {
                registry.remove(before.gauge);
            }
            return keyId == null ? null : new Key(keyId, gauge(id, keyId));
        });
    }

    private Gauge gauge(String source, String keyId) {
        return Gauge.builder("account.feed.source.key", () -> 1)
                .description("The key that signs the source's calls")
                .tag("source", source)
                .tag("key", keyId)
                .register(registry);
    }

    private record Key(String id, Gauge gauge) {}

    /** The meters of one provider. */
    private record OfProvider(
            Timer duration,
            Timer lateness,
            Timer turn,
            Counter rows,
            Counter unusable,
            Counter retries,
            Counter waits) {

        OfProvider(MeterRegistry registry, String provider) {
            this(
                    Timer.builder("account.feed.poll.duration")
                            .description("From the start of a poll to its end, waits and retries included")
                            .tag("provider", provider)
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry),
                    Timer.builder("account.feed.poll.lateness")
                            .description("From when a poll was due or asked for to its start")
                            .tag("provider", provider)
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry),
                    Timer.builder("account.feed.call.turn")
                            .description("That the calls of a poll waited for the provider's requestsPerSecond")
                            .tag("provider", provider)
                            .register(registry),
                    counter(registry, "account.feed.rows", "Records that answers held", provider),
                    counter(registry, "account.feed.rows.unusable", "Records no account can be made of", provider),
                    counter(registry, "account.feed.retries", "Attempts behind the first of a poll", provider),
                    counter(registry, "account.feed.waits", "Polls that the provider asked to wait", provider));
        }

        private static Counter counter(MeterRegistry registry, String name, String description, String provider) {
            return Counter.builder(name)
                    .description(description)
                    .tag("provider", provider)
                    .register(registry);
        }

        void count(PollResult result) {
            PollResult.Work work = result.work();
            duration.record(result.took());
            lateness.record(work.late());
            turn.record(work.turn());
            rows.increment((double) result.rows());
            unusable.increment((double) work.unusable());
            retries.increment(work.retries());
            waits.increment(result.outcome() == Outcome.THROTTLED ? 1 : 0);
        }
    }
}
