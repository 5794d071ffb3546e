package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.MovableClock;
import dev.accountfeed.account.Json;
import dev.accountfeed.auth.Tokens;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.Op;
import dev.accountfeed.event.CloudEventEncoder;
import dev.accountfeed.event.EventEncoder;
import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.state.AccountState;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.EventLog;
import dev.accountfeed.state.StateChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schedule around polls that do nothing but end. */
class PollerTest {

    private static final Source SOURCE = Sources.every("s", Duration.ofDays(1));
    private static final Inventory NONE = inventory(List.of());
    private static final Inventory ONE = inventory(List.of(SOURCE));

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock();
    private final CallDeadline deadlines = new CallDeadline(clock);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger shortages = new AtomicInteger();
    private Database database;
    private AccountStateRepository states;

    @BeforeEach
    void open() {
        database = Database.open(folder);
        EventEncoder encoder = new CloudEventEncoder("account-feed", "dev.accountfeed");
        states = new AccountStateRepository(database, (event, generation, sequence) -> {
            runOutOfMemory();
            return encoder.encode(event, generation, sequence);
        });
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        deadlines.close();
        database.close();
    }

    @Test
    void anErrorBehindAPollsRouteEndsNoSchedule() {
        Poller poller = poller(ONE, threads, poll -> poll.end(Outcome.REFUSED, "no"));
        ended(poller);
        ended(poller);
        // As the third failure in a row is told, which is tried once more.
        shortages.set(2);

        assertThat(ended(poller).outcome()).isEqualTo(Outcome.INTERNAL);

        assertThat(ended(poller).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aThreadThatCannotBeMadeEndsNoSchedule() {
        List<String> begun = new ArrayList<>();
        Poller poller = poller(ONE, this::runUnlessShort, poll -> {
            begun.add(poll.getId());
            poll.end(Outcome.OK, null);
        });
        shortages.set(1);

        String asked = poller.request("s", "http");

        assertThat(begun).isEmpty();
        assertThat(poller.isUnderWay(asked)).isTrue();
        clock.advance(Duration.ofSeconds(2));
        poller.pollDue();
        assertThat(begun).containsExactly(asked);
    }

    @Test
    void aLookAtTheStorageThatCannotBeginIsFollowedByAnother() {
        AtomicInteger looks = new AtomicInteger();
        StorageGate gate = new StorageGate(states, task -> {
            looks.incrementAndGet();
            runUnlessShort(task);
        });
        shortages.set(1);

        await().atMost(Duration.ofSeconds(10)).until(() -> {
            try {
                gate.look();
            } catch (InternalError e) {
                assertThat(looks).hasValue(1);
            }
            return looks.get() == 2;
        });
    }

    @Test
    void aHostThatAnswersIsNotDownThoughItSaysNo() {
        List<Outcome> outcomes = new ArrayList<>(List.of(Outcome.UNAVAILABLE, Outcome.NOT_FOUND, Outcome.UNAVAILABLE));
        List<Boolean> patient = new ArrayList<>();
        Poller poller = poller(ONE, threads, poll -> {
            patient.add(poll.attempts().isPatient());
            poll.end(outcomes.remove(0), "no");
        });

        ended(poller);
        ended(poller);
        clock.advance(Duration.ofMinutes(2));
        ended(poller);

        assertThat(patient).containsExactly(true, true, true);
    }

    @Test
    void aSourceThatComesBackWaitsNoLongerThoughTheClockWasSetBack() {
        PollRoutes routes = poll -> {
            poll.retryAfter(Duration.ofMinutes(10));
            poll.end(Outcome.THROTTLED, "wait");
        };
        Poller poller = poller(ONE, threads, routes);
        ended(poller);
        poller.reconfigure(NONE, routes);
        clock.advance(Duration.ofDays(-1));
        poller.pollDue();

        poller.reconfigure(ONE, routes);

        assertThat(poller.status().get(0).waitingUntil())
                .isBefore(clock.instant().plus(Duration.ofMinutes(11)));
    }

    @Test
    void aSourceThatIsAskedForAgainAndAgainIsIdleForWhoeverWantsItSo() throws Exception {
        Poller[] poller = new Poller[1];
        poller[0] = poller(ONE, threads, poll -> {
            poller[0].request("s", "http");
            poll.end(Outcome.OK, null);
        });
        poller[0].request("s", "http");

        CompletableFuture<Boolean> idle = CompletableFuture.supplyAsync(
                () -> poller[0].whileIdle("s", () -> poller[0].load().running() == 0), threads);

        assertThat(idle.get(10, TimeUnit.SECONDS)).isTrue();
        poller[0].stop(Duration.ofSeconds(5));
    }

    @Test
    void aSourceThatComesBackWhileItIsForgottenIsPolledBehindThat() {
        Poller[] poller = new Poller[1];
        List<String> begun = new ArrayList<>();
        PollRoutes routes = poll -> {
            begun.add(poll.getId());
            poll.end(Outcome.OK, null);
        };
        poller[0] = poller(NONE, Runnable::run, routes);
        discovered("A");
        List<Integer> pollsMeanwhile = new ArrayList<>();
        states.onStore(change -> {
            poller[0].reconfigure(ONE, routes);
            poller[0].pollDue();
            pollsMeanwhile.add(begun.size());
        });
        SourceCommands commands = new SourceCommands(states, new EventLog(database), poller[0], sequence -> {}, clock);

        assertThat(commands.forget("s", "http")).isEqualTo(1);

        assertThat(pollsMeanwhile).startsWith(0);
        assertThat(begun).hasSize(1);
        assertThatThrownBy(() -> commands.forget("s", "http")).hasMessageContaining("is in sources.yaml");
    }

    private void discovered(String id) {
        var account = Json.MAPPER.createObjectNode().put("id", id);
        states.store(new StateChange(
                "s",
                List.of(new AccountState(0, id, "scope", 1, Json.text(account), null, 0, null)),
                List.of(new FeedEvent.OfAccount(
                        "s", clock.instant(), id, 1, new AccountChange(Op.r, null, account, List.of()), "schedule")),
                null));
    }

    private PollResult ended(Poller poller) {
        String id = poller.request("s", "http");
        return await().atMost(Duration.ofSeconds(10))
                .until(() -> poller.result(id), java.util.Optional::isPresent)
                .orElseThrow();
    }

    private void runUnlessShort(Runnable task) {
        runOutOfMemory();
        task.run();
    }

    private void runOutOfMemory() {
        if (shortages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            // JUnit itself gives up for an OutOfMemoryError.
            throw new InternalError("as where memory runs out");
        }
    }

    private Poller poller(Inventory inventory, Executor executor, PollRoutes routes) {
        PollOutcomes outcomes = new PollOutcomes(new DeadLetters(folder, clock, 0));
        return new Poller(
                new Poller.Parts(states, new Tokens(clock), deadlines, outcomes, new Throttle(Map.of(), clock), clock),
                inventory,
                executor,
                routes);
    }

    private static Inventory inventory(List<Source> sources) {
        return new Inventory(sources, Map.of("infobip", new Budget(4, 100, Duration.ofSeconds(60))));
    }
}
