package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconfigurationTest {

    private final Instant now = Instant.parse("2026-11-21T16:00:00Z");
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, Slot> leaving = new HashMap<>();
    private final Map<String, Instant> waits = new HashMap<>();

    @Test
    void aSourceThatIsDisabledAndEnabledAgainWaitsAsItsProviderAsked() {
        Source source = Sources.every("s", Duration.ofMinutes(1));
        apply(source);
        slots.get("s").notBefore = now.plusSeconds(600);

        apply(disabled(source));
        apply(source);

        assertThat(slots.get("s").due).isEqualTo(now.plusSeconds(600));
    }

    @Test
    void aSourceThatIsRemovedAndAddedAgainWaitsToo() {
        Source source = Sources.every("s", Duration.ofMinutes(1));
        apply(source);
        slots.get("s").notBefore = now.plusSeconds(600);

        apply(Sources.every("other", Duration.ofMinutes(1)));
        apply(source);

        assertThat(slots.get("s").due).isEqualTo(now.plusSeconds(600));
    }

    private void apply(Source source) {
        new Reconfiguration(slots, leaving, waits, now).apply(new Inventory(List.of(source), Map.of()));
    }

    private static Source disabled(Source source) {
        return new Source(
                source.id(),
                source.provider(),
                source.url(),
                source.credentials(),
                source.recurrence(),
                false,
                source.options(),
                source.changes(),
                source.callbackToken());
    }
}
