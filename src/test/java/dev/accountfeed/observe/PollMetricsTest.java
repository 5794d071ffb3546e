package dev.accountfeed.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.provider.Outcome;
import dev.accountfeed.source.PollResult;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PollMetricsTest {

    private static final String FAILED = "account.feed.source.failed.polls";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Set<String> inventory = new HashSet<>();
    private final PollMetrics metrics = new PollMetrics(registry, source -> 3, inventory::contains);

    private void ended(String source, Outcome outcome, @Nullable String key) {
        inventory.add(source);
        PollResult.Work work = new PollResult.Work("p", Duration.ZERO, Duration.ZERO, 2, 1, key);
        metrics.ended(new PollResult("id", source, Instant.EPOCH, Duration.ofMillis(250), outcome, 40, null, work));
    }

    @Test
    void tenThousandSourcesMakeNoMoreSeriesThanAThousandAndThoseThatFailAHundred() {
        for (int i = 0; i < 10_000; i++) {
            ended("source-" + i, Outcome.OK, "key-" + i);
            ended("source-" + i, Outcome.UNAVAILABLE, "key-" + i);
        }
        // A thousand and _other, with two outcomes each; a key each; a hundred that fail; those of the provider.
        assertThat(registry.find("account.feed.polls").counters()).hasSize(2 * 1001);
        assertThat(registry.find("account.feed.source.key").gauges()).hasSize(1000);
        assertThat(registry.find(FAILED).gauges()).hasSize(100);
        assertThat(registry.getMeters()).hasSizeLessThan(2002 + 1000 + 100 + 10 + 50);
        assertThat(registry.get("account.feed.polls")
                        .tags("source", "_other", "outcome", "ok")
                        .counter()
                        .count())
                .isEqualTo(9000);
        assertThat(registry.get("account.feed.rows")
                        .tag("provider", "p")
                        .counter()
                        .count())
                .isEqualTo(20_000 * 40);
        assertThat(registry.get("account.feed.retries").counter().count()).isEqualTo(40_000);
    }

    @Test
    void aSourceThatWorksAgainOrIsGoneMakesRoom() {
        for (int i = 0; i < 101; i++) {
            ended("source-" + i, Outcome.REFUSED, null);
        }
        assertThat(registry.find(FAILED).tag("source", "source-100").gauge()).isNull();
        ended("source-0", Outcome.OK, null);
        assertThat(registry.find(FAILED).tag("source", "source-0").gauge()).isNull();
        ended("source-100", Outcome.REFUSED, null);
        assertThat(registry.get(FAILED).tag("source", "source-100").gauge().value())
                .isEqualTo(3);

        inventory.clear();
        ended("another", Outcome.REFUSED, null);
        assertThat(registry.find(FAILED).gauges())
                .extracting(gauge -> gauge.getId().getTag("source"))
                .containsExactly("another");
    }

    @Test
    void oneKeyOfASourceIsInUse() {
        ended("s", Outcome.OK, "old");
        ended("s", Outcome.OK, "new");
        assertThat(registry.find("account.feed.source.key").gauges())
                .extracting(gauge -> gauge.getId().getTag("key"))
                .containsExactly("new");
        ended("s", Outcome.OK, null);
        assertThat(registry.find("account.feed.source.key").gauges()).isEmpty();
    }

    @Test
    void timesAreThoseOfTheProvider() {
        ended("s", Outcome.OK, null);
        assertThat(registry.get("account.feed.poll.duration")
                        .tag("provider", "p")
                        .timer()
                        .totalTime(java.util.concurrent.TimeUnit.MILLISECONDS))
                .isEqualTo(250);
        assertThat(registry.find("account.feed.poll.duration").tagKeys("source").meters())
                .isEmpty();
        assertThat(registry.find(FAILED).gauges()).isEqualTo(java.util.List.<Gauge>of());
    }
}
