package dev.accountfeed.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DemoLifeTest {

    private static List<String> history(long seed, int steps) {
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC())) {
            DemoLife life = new DemoLife(sandbox, seed);
            List<String> history = new ArrayList<>();
            for (int i = 0; i < steps; i++) {
                life.step();
                history.add(sandbox.ids("infobip") + " "
                        + sandbox.account("voximplant", "3456750").orElseThrow());
            }
            return history;
        }
    }

    @Test
    void theSameSeedMakesTheSameLife() {
        assertThat(history(7, 60)).isEqualTo(history(7, 60)).isNotEqualTo(history(8, 60));
    }

    @Test
    void withinThirtyStepsEverythingThatADemoShowsHappens() {
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC())) {
            Set<String> before = new HashSet<>(sandbox.ids("infobip"));
            DemoLife life = new DemoLife(sandbox, 1);
            Set<String> seen = new HashSet<>();
            Set<String> states = new HashSet<>();
            Set<String> balances = new HashSet<>();
            Set<Boolean> frozen = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                life.step();
                seen.addAll(sandbox.ids("infobip"));
                sandbox.ids("infobip").stream()
                        .filter(id -> !before.contains(id))
                        .map(id -> sandbox.account("infobip", id).orElseThrow())
                        .forEach(account -> states.add(account.path("name").asText() + account.path("enabled")));
                JsonNode account = sandbox.account("voximplant", "3456750").orElseThrow();
                frozen.add(account.path("frozen").asBoolean());
                balances.add(account.path("live_balance").asText());
                assertThat(account.path("fixed_balance")
                                .decimalValue()
                                .subtract(account.path("money_on_hold").decimalValue()))
                        .isEqualByComparingTo(account.path("balance").decimalValue());
            }

            assertThat(seen).hasSize(before.size() + 1);
            assertThat(states)
                    .containsExactlyInAnyOrder("Customer 1true", "Customer 1 Ltd.true", "Customer 1 Ltd.false");
            assertThat(sandbox.ids("infobip")).containsExactlyInAnyOrderElementsOf(before);
            assertThat(frozen).containsExactlyInAnyOrder(true, false);
            assertThat(balances).hasSizeGreaterThan(5);
        }
    }

    @Test
    void itGoesOnByItselfEvenWhenItsAccountIsGone() {
        var executor = Executors.newSingleThreadScheduledExecutor();
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC())) {
            new DemoLife(sandbox, 1).start(executor, Duration.ofMillis(1));
            sandbox.clear("voximplant");

            Awaitility.await().until(() -> sandbox.ids("infobip").size() == 5);
            Awaitility.await().until(() -> sandbox.ids("infobip").size() == 4);
        } finally {
            executor.shutdownNow();
        }
    }
}
