package dev.accountfeed.http;

import dev.accountfeed.config.Settings;
import dev.accountfeed.http.Overview.FailedCheck;
import dev.accountfeed.observe.Observed;
import dev.accountfeed.state.AccountSearch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** {@code /api/overview}. */
public final class OverviewApi {

    private static final Duration HISTORY = Duration.ofMinutes(59);

    private final CamelContext context;
    private final Supplier<Settings> settings;
    private final Observed feed;
    private final AccountSearch accounts;
    private final Clock clock;
    private final LagHistory lags = new LagHistory();

    OverviewApi(CamelContext context, HttpApi.Parts parts) {
        this.context = context;
        this.settings = parts.settings();
        this.feed = parts.feed();
        this.accounts = parts.search();
        this.clock = parts.clock();
    }

    /** Notes how far the sinks are behind: nobody else remembers. */
    public void sample() {
        lags.add(clock.instant(), feed.sinks().get());
    }

    /** The feed at a glance. */
    public Overview overview() {
        Instant now = clock.instant();
        Collection<HealthCheck.Result> checks = HealthCheckHelper.invoke(context);
        return new Overview(
                now,
                settings.get().name(),
                checks.size(),
                failed(checks),
                sources(),
                accounts.count(),
                feed.states().countHeld(),
                feed.log().last(),
                feed.log().perMinute(now.truncatedTo(ChronoUnit.MINUTES).minus(HISTORY)),
                feed.sinks().get(),
                lags.all());
    }

    private static List<FailedCheck> failed(Collection<HealthCheck.Result> checks) {
        return checks.stream()
                .filter(check -> check.getState() == HealthCheck.State.DOWN)
                .map(check -> new FailedCheck(
                        check.getCheck().getId(), check.getMessage().orElse("is down")))
                .sorted(Comparator.comparing(FailedCheck::name))
                .toList();
    }

    private Map<SourceView.State, Long> sources() {
        Map<SourceView.State, Long> counts = new EnumMap<>(SourceView.State.class);
        for (SourceView.State state : SourceView.State.values()) {
            counts.put(state, 0L);
        }
        feed.poller().status().forEach(source -> counts.merge(SourceView.state(source), 1L, Long::sum));
        return counts;
    }
}
