package dev.accountfeed.observe;

import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.reload.Reloads;
import dev.accountfeed.sink.RelayStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The feed's own metrics, {@code account_feed_…} on {@code /observe/metrics}; docs/operations.md lists them. */
public final class FeedMetrics implements MeterBinder {

    private final Observed feed;
    private final Reloads reloads;

    public FeedMetrics(Observed feed, Reloads reloads) {
        this.feed = feed;
        this.reloads = reloads;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        feed.poller().onResult(new PollMetrics(registry, feed.poller()::failedPolls, feed.poller()::knows)::ended);
        feed.states().onStore(change -> change.events().forEach(event -> stored(registry, event)));
        schedule(registry);
        events(registry);
        data(registry);
        feed.sinks().get().forEach(sink -> sink(registry, sink.name()));
        configuration(registry);
        counter(registry, "tokens.minted", "Tokens that have been signed", f -> f.counts()
                .tokensMinted()
                .getAsLong());
        counter(registry, "dead.letters", "Dead letters that have been written", f -> f.counts()
                .deadLetters()
                .getAsLong());
    }

    private void schedule(MeterRegistry registry) {
        gauge(
                registry,
                "schedule.tick.age.seconds",
                "Time since the timer last ticked",
                f -> seconds(f.poller().sinceTick()));
        gauge(registry, "sources.enabled", "Sources that are polled", f -> f.poller()
                .load()
                .enabled());
        gauge(registry, "sources.failing", "Sources whose last poll failed", f -> f.poller()
                .load()
                .failing());
        gauge(registry, "sources.waiting", "Sources whose provider asked to wait", f -> f.poller()
                .load()
                .waiting());
        gauge(registry, "polls.queued", "Polls that are due and have no place yet", f -> f.poller()
                .load()
                .queued());
        gauge(registry, "polls.running", "Polls under way", f -> f.poller()
                .load()
                .running());
    }

    private void events(MeterRegistry registry) {
        gauge(
                registry,
                "events.stored",
                "Events in the database",
                f -> f.log().last() - f.log().first() + 1);
        gauge(registry, "events.last.sequence", "Sequence of the newest event", f -> f.log()
                .last());
        gauge(registry, "events.oldest.age.seconds", "Age of the oldest event in the database", f -> f.log()
                .timeAfter(0)
                .map(time -> age(f, time))
                .orElse(0.0));
        gauge(registry, "deletes.held", "Accounts whose delete is held back", f -> f.states()
                .countHeld());
    }

    private void data(MeterRegistry registry) {
        gauge(registry, "database.bytes", "Size of the database", f -> new DataFolder(f.data()).database());
        gauge(registry, "disk.free.bytes", "Room left on the disk of the data folder", f -> new DataFolder(f.data())
                .free());
        gauge(registry, "disk.size.bytes", "Size of the disk of the data folder", f -> new DataFolder(f.data()).size());
    }

    private void configuration(MeterRegistry registry) {
        gauge(
                registry,
                "configuration.current",
                "Whether what runs is what the files hold",
                f -> reloads.isCurrent() ? 1 : 0);
        reloads(registry, "taken", Reloads::taken);
        reloads(registry, "refused", Reloads::refused);
    }

    private void reloads(MeterRegistry registry, String result, ToDoubleFunction<Reloads> value) {
        FunctionCounter.builder("account.feed.reloads", reloads, value)
                .description("Changes of the files while the feed ran")
                .tag("result", result)
                .register(registry);
    }

    private void sink(MeterRegistry registry, String name) {
        sink(
                registry,
                name,
                "up",
                "Whether the sink takes events",
                status -> status.state() == RelayStatus.State.running ? 1 : 0);
        sink(registry, name, "lag", "Events that have not arrived at the sink", RelayStatus::lag);
        sink(registry, name, "lag.seconds", "Age of the oldest event that has not arrived at the sink", status -> {
            Instant oldest = status.oldestWaiting();
            return oldest == null ? 0 : age(feed, oldest);
        });
    }

    private void sink(
            MeterRegistry registry, String name, String what, String description, ToDoubleFunction<RelayStatus> value) {
        Gauge.builder("account.feed.sink." + what, feed, f -> status(f, name)
                        .map(status -> value.applyAsDouble(status))
                        .orElse(Double.NaN))
                .description(description)
                .tag("sink", name)
                .register(registry);
    }

    private static Optional<RelayStatus> status(Observed feed, String sink) {
        return feed.sinks().get().stream()
                .filter(one -> one.name().equals(sink))
                .findFirst();
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Observed> value) {
        Gauge.builder("account.feed." + name, feed, value)
                .description(description)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Observed> value) {
        FunctionCounter.builder("account.feed." + name, feed, value)
                .description(description)
                .register(registry);
    }

    private static double age(Observed feed, Instant time) {
        return Math.max(0, seconds(Duration.between(time, feed.clock().instant())));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    private static void stored(MeterRegistry registry, FeedEvent event) {
        Counter.builder("account.feed.events")
                .description("Events that have been stored")
                .tag("op", op(event))
                .register(registry)
                .increment();
    }

    private static String op(FeedEvent event) {
        return event instanceof FeedEvent.OfAccount account
                ? account.change().op().name()
                : "source";
    }
}
