package dev.accountfeed.source;

import dev.accountfeed.provider.PollException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Keeps each provider's calls within its requests per second, and below while it asks to slow down. */
public final class Throttle implements Processor {

    private final Clock clock;
    private final Map<String, Budget> budgets;
    private final Map<String, RateLimiter> limiters = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> firsts = new ConcurrentHashMap<>();
    private final Map<String, Instant> slowUntil = new ConcurrentHashMap<>();

    public Throttle(Map<String, Budget> budgets, Clock clock) {
        this.budgets = new ConcurrentHashMap<>(budgets);
        this.clock = clock;
    }

    /** Goes on with other budgets; those of providers that are gone stay for the polls that are under way. */
    void budgets(Map<String, Budget> next) {
        next.forEach((provider, budget) -> {
            Budget before = budgets.put(provider, budget);
            if (before != null && before.requestsPerSecond() != budget.requestsPerSecond()) {
                limiters.remove(provider);
            }
        });
    }

    @Override
    public void process(Exchange exchange) throws PollException {
        await(exchange.getProperty(Poll.PROPERTY, Poll.class));
    }

    /**
     * Waits until the poll may call.
     *
     * @throws PollException.Unavailable where its time is up before that
     */
    void await(Poll poll) throws PollException {
        Semaphore first = firsts.computeIfAbsent(poll.getProvider(), name -> new Semaphore(1, true));
        long begin = System.nanoTime();
        boolean isFirst = isFirst(first, poll);
        try {
            while (!limiter(poll.getProvider()).acquirePermission()) {
                if (!poll.attempts().mayCall()) {
                    throw new PollException.Unavailable(
                            "the poll's time was up before its turn: raise requestsPerSecond of the provider, or poll less often",
                            null);
                }
            }
        } finally {
            if (isFirst) {
                first.release();
            }
            poll.waitedForTurn(Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Waits behind those who came before: the limiter forgets who has asked it. Whose time is up does not wait. */
    private static boolean isFirst(Semaphore first, Poll poll) {
        poll.waits();
        try {
            first.acquire();
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            poll.works();
        }
    }

    /** Halves a provider's calls for as long as it asked one of its sources to wait. */
    void slowDown(String provider, Duration wait) {
        slowUntil.merge(provider, clock.instant().plus(wait), (a, b) -> a.isAfter(b) ? a : b);
        limiter(provider).changeLimitForPeriod(pace(provider).half());
    }

    /** The machine's clock was set back: waits stay as long as they were. */
    void setBack(Duration by) {
        slowUntil.replaceAll((provider, until) -> until.minus(by));
    }

    private RateLimiter limiter(String provider) {
        RateLimiter limiter = limiters.computeIfAbsent(provider, this::create);
        Instant until = slowUntil.get(provider);
        if (until != null && !clock.instant().isBefore(until) && slowUntil.remove(provider, until)) {
            limiter.changeLimitForPeriod(pace(provider).calls());
        }
        return limiter;
    }

    private RateLimiter create(String provider) {
        Pace pace = pace(provider);
        // One for another budget begins while the provider may still be asking to slow down.
        int calls = slowUntil.containsKey(provider) ? pace.half() : pace.calls();
        return RateLimiter.of(
                provider,
                RateLimiterConfig.custom()
                        .limitRefreshPeriod(pace.period())
                        .limitForPeriod(calls)
                        // Short: between two of them the poll looks at its own time.
                        .timeoutDuration(Pace.STEP)
                        .build());
    }

    /** How many of a provider's calls may begin in one period now. */
    int limit(String provider) {
        return limiter(provider).getRateLimiterConfig().getLimitForPeriod();
    }

    private Pace pace(String provider) {
        return Pace.of(budget(provider).requestsPerSecond());
    }

    private Budget budget(String provider) {
        Budget budget = budgets.get(provider);
        if (budget == null) {
            throw new IllegalStateException("no budget for provider " + provider);
        }
        return budget;
    }
}
