package dev.accountfeed.observe;

import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.reload.Reloads;
import dev.accountfeed.sink.RelayStatus;
import dev.accountfeed.source.PollResult;
import dev.accountfeed.source.SourceStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The feed's own metrics, {@code account_feed_…} on {@code /observe/metrics}. */
public final class FeedMetrics implements MeterBinder {

    /** Sources beyond these are counted together: every one makes a dozen time series. */
    private static final int NAMED_SOURCES = 1000;

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(100)
    };

    private final Observed feed;
    private final Reloads reloads;
    private final Set<String> named = ConcurrentHashMap.newKeySet();
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final Map<String, Counter> polls = new ConcurrentHashMap<>();
    private final Map<String, Timer> durations = new ConcurrentHashMap<>();

    public FeedMetrics(Observed feed, Reloads reloads) {
        this.feed = feed;
        this.reloads = reloads;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        feed.poller().onResult(result -> ended(registry, result));
        feed.states().onStore(change -> change.events().forEach(event -> stored(registry, event)));
        gauge(
                registry,
                "account.feed.events.stored",
                "Events in the database",
                f -> f.log().last() - f.log().first() + 1);
        gauge(registry, "account.feed.events.last.sequence", "Sequence of the newest event", f -> f.log()
                .last());
        gauge(registry, "account.feed.deletes.held", "Accounts whose delete is held back", f -> f.states()
                .countHeld());
        gauge(
                registry,
                "account.feed.schedule.tick.age.seconds",
                "Time since the timer last ticked",
                f -> f.poller().sinceTick().toMillis() / 1e3);
        gauge(registry, "account.feed.sources.enabled", "Sources that are polled", f -> count(f, false));
        gauge(registry, "account.feed.sources.failing", "Sources whose last poll failed", f -> count(f, true));
        feed.sinks().get().forEach(sink -> sink(registry, sink.name()));
        gauge(
                registry,
                "account.feed.configuration.current",
                "Whether what runs is what the files hold",
                f -> reloads.isCurrent() ? 1 : 0);
        FunctionCounter.builder("account.feed.reloads", reloads, Reloads::taken)
                .description("Changes of the files while the feed ran")
                .tag("taken", "true")
                .register(registry);
        FunctionCounter.builder("account.feed.reloads", reloads, Reloads::refused)
                .description("Changes of the files while the feed ran")
                .tag("taken", "false")
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Observed> value) {
        Gauge.builder(name, feed, value).description(description).register(registry);
    }

    private static double count(Observed feed, boolean failing) {
        return feed.poller().status().stream()
                .filter(SourceStatus::enabled)
                .filter(source -> !failing || source.failedPolls() > 0)
                .count();
    }

    private void sink(MeterRegistry registry, String name) {
        Gauge.builder("account.feed.sink.lag", feed, f -> sink(f, name, RelayStatus::lag))
                .description("Events that have not arrived at the sink")
                .tag("sink", name)
                .register(registry);
        Gauge.builder(
                        "account.feed.sink.up",
                        feed,
                        f -> sink(f, name, status -> status.state() == RelayStatus.State.running ? 1 : 0))
                .description("Whether the sink takes events")
                .tag("sink", name)
                .register(registry);
    }

    private static double sink(Observed feed, String name, ToDoubleFunction<RelayStatus> value) {
        return feed.sinks().get().stream()
                .filter(sink -> sink.name().equals(name))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Which key signs: 1 for the one in use, 0 for those before it. */
    private void key(MeterRegistry registry, String source, @Nullable String keyId) {
        String before = keyId == null ? keys.remove(source) : keys.put(source, keyId);
        if (!Objects.equals(before, keyId) && keyId != null) {
            Gauge.builder("account.feed.source.key", keys, all -> keyId.equals(all.get(source)) ? 1 : 0)
                    .description("Whether the key signs the source's calls")
                    .tag("source", label(source))
                    .tag("key", keyId)
                    .register(registry);
        }
    }

    private void ended(MeterRegistry registry, PollResult result) {
        String source = label(result.source());
        String outcome = result.outcome().word();
        polls.computeIfAbsent(
                        source + " " + outcome,
                        both -> registry.counter("account.feed.polls", "source", source, "outcome", outcome))
                .increment();
        key(registry, result.source(), result.keyId());
        durations
                .computeIfAbsent(result.provider(), provider -> Timer.builder("account.feed.poll.duration")
                        .description("From the start of a poll to its end, waits and retries included")
                        .tag("provider", provider)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry))
                .record(result.took());
    }

    private String label(String source) {
        if (named.size() < NAMED_SOURCES) {
            named.add(source);
        }
        return named.contains(source) ? source : "_other";
    }

    private static void stored(MeterRegistry registry, FeedEvent event) {
        String op = event instanceof FeedEvent.OfAccount account
                ? account.change().op().name()
                : "source";
        registry.counter("account.feed.events", "op", op).increment();
    }
}
