package dev.accountfeed.observe;

import dev.accountfeed.observe.FeedCheck.Kind;
import dev.accountfeed.reload.Reloads;
import dev.accountfeed.sink.RelayStatus;
import dev.accountfeed.source.SourceStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * The feed's own health checks, on {@code /observe/health}.
 *
 * <p>What no restart would end, such as a provider's outage, is told there and changes neither liveness nor readiness.
 */
public final class FeedHealth {

    /** The timer ticks every 50 ms; a long collection of garbage is no dead timer. */
    private static final Duration DEAD = Duration.ofSeconds(10);

    private static final int FAILED_POLLS = 3;

    /** Below it SQLite may not be able to store an answer of its largest size. */
    private static final long LEAST_BYTES = 100L << 20;

    private static final int NAMED = 20;
    private static final Set<RelayStatus.State> WELL =
            Set.of(RelayStatus.State.running, RelayStatus.State.starting, RelayStatus.State.stopped);

    private final Observed feed;
    private final Reloads reloads;

    private FeedHealth(Observed feed, Reloads reloads) {
        this.feed = feed;
        this.reloads = reloads;
    }

    /** Adds the checks to Camel's. */
    public static void register(CamelContext context, Observed feed, Reloads reloads) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry == null) {
            return;
        }
        FeedHealth health = new FeedHealth(feed, reloads);
        registry.register(new FeedCheck("feed-schedule", Kind.live, health::schedule));
        registry.register(new FeedCheck("feed-database", Kind.ready, health::database));
        for (RelayStatus sink : feed.sinks().get()) {
            registry.register(new FeedCheck(
                    "feed-sink-" + sink.name(), Kind.ready, builder -> health.sink(sink.name(), builder)));
        }
        registry.register(new FeedCheck("feed-disk", Kind.ready, health::disk));
        registry.register(new FeedCheck("feed-sources", Kind.told, health::sources));
        registry.register(new FeedCheck("feed-configuration", Kind.told, health::configuration));
        registry.register(new FeedCheck("feed-held-deletes", Kind.told, health::heldDeletes));
    }

    private void schedule(HealthCheckResultBuilder builder) {
        Duration since = feed.poller().sinceTick();
        if (since.compareTo(DEAD) > 0) {
            builder.down().message("no poll has been started for " + since.toSeconds() + " s: the timer is dead");
        }
    }

    private void database(HealthCheckResultBuilder builder) {
        Optional<String> trouble = feed.states().trouble();
        if (trouble.isPresent()) {
            builder.down().message(trouble.get());
        } else {
            builder.detail("lastSequence", feed.log().last());
        }
    }

    private void disk(HealthCheckResultBuilder builder) {
        long free = new DataFolder(feed.data()).free();
        builder.detail("freeBytes", free);
        if (free < LEAST_BYTES) {
            builder.down().message("only " + free + " bytes are left on the disk of " + feed.data());
        }
    }

    private void sink(String name, HealthCheckResultBuilder builder) {
        feed.sinks().get().stream().filter(one -> one.name().equals(name)).forEach(sink -> {
            builder.detail("state", sink.state().name()).detail("lag", sink.lag());
            if (sink.oldestWaiting() != null) {
                builder.detail("oldestWaiting", sink.oldestWaiting().toString());
            }
            if (sink.lastError() != null) {
                builder.detail("lastError", sink.lastError());
            }
            if (!WELL.contains(sink.state())) {
                builder.down().message(String.valueOf(sink.lastError()));
            }
        });
    }

    private void sources(HealthCheckResultBuilder builder) {
        List<String> failing = feed.poller().status().stream()
                .filter(source -> source.enabled() && source.failedPolls() >= FAILED_POLLS)
                .map(SourceStatus::id)
                .toList();
        if (!failing.isEmpty()) {
            builder.down().message("sources that fail: " + names(failing));
        }
    }

    private static String names(List<String> sources) {
        String more = sources.size() > NAMED ? " and " + (sources.size() - NAMED) + " more" : "";
        return String.join(", ", sources.stream().limit(NAMED).toList()) + more;
    }

    private void configuration(HealthCheckResultBuilder builder) {
        reloads.last().ifPresent(last -> {
            builder.detail("changedAt", last.time().toString());
            if (!last.restart().isEmpty()) {
                builder.detail("needsRestart", String.join(", ", last.restart()));
            }
            if (!last.taken()) {
                builder.down()
                        .message("the change is not taken: " + last.findings().get(0));
            }
        });
    }

    private void heldDeletes(HealthCheckResultBuilder builder) {
        Map<String, Map<String, Long>> held = feed.states().held();
        long accounts = held.values().stream()
                .flatMap(reasons -> reasons.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        builder.detail("accounts", accounts);
        if (accounts > 0) {
            builder.down()
                    .message(accounts + " deletes are held until the accounts return or accept-deletes is said, of: "
                            + names(held.keySet().stream().sorted().toList()));
        }
    }
}
