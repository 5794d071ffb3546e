package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.LogLines;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.sink.RelayStatus.State;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.EventLog;
import dev.accountfeed.state.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.logging.log4j.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private Database database;
    private EventLog log;
    private AccountStateRepository repository;
    private @Nullable Relay relay;

    @BeforeEach
    void open() {
        database = Database.open(folder);
        log = new EventLog(database);
        repository = new AccountStateRepository(database, Samples.ENCODER);
    }

    @AfterEach
    void close() {
        if (relay != null) {
            relay.close(PATIENCE);
        }
        database.close();
    }

    @Test
    void whatIsStoredArrivesInOrderAndWithoutATimer() {
        Received sink = new Received();
        store(3);
        start(sink, sink::append);
        store(2);
        await().untilAsserted(() -> assertThat(sink.sequences()).containsExactly(1L, 2L, 3L, 4L, 5L));
        await().untilAsserted(() -> assertThat(relay.status())
                .extracting(RelayStatus::state, RelayStatus::position, RelayStatus::lag, RelayStatus::lastError)
                .containsExactly(State.running, 5L, 0L, null));
    }

    @Test
    void itGoesOnWhereTheSinkSaysItIs() {
        Received sink = new Received();
        store(3);
        sink.append(log.after(0, 2));
        start(sink, sink::append);
        await().untilAsserted(() -> assertThat(sink.sequences()).containsExactly(1L, 2L, 3L));
    }

    @Test
    void itNeverGoesBelowThePositionInTheDatabase() {
        Received emptied = new Received();
        store(3);
        log.position("test", 2);
        start(emptied, emptied::append);
        await().untilAsserted(() -> assertThat(emptied.sequences()).containsExactly(3L));
    }

    @Test
    void afterAFailureOnlyTheSinkKnowsWhatHasArrived() {
        Received sink = new Received();
        AtomicInteger attempts = new AtomicInteger();
        store(3);
        start(sink, events -> {
            if (attempts.getAndIncrement() < 3) {
                sink.append(events.subList(0, 1));
                throw new IOException("torn");
            }
            sink.append(events);
        });
        store(2);
        await().untilAsserted(() -> assertThat(sink.sequences()).containsExactly(1L, 2L, 3L, 4L, 5L));
    }

    @Test
    void whatHasArrivedIsNotSentAgainThoughTheSinkLosesItAndFailsAMomentLater() {
        Received sink = new Received();
        store(1);
        start(sink, events -> {
            if (events.get(0).sequence() == 3 && sink.held != null) {
                sink.held = null;
                throw new IOException("somebody has removed what was here");
            }
            sink.append(events);
        });
        for (long stored = 1; stored < 4; stored++) {
            long arrived = stored;
            await().untilAsserted(() -> assertThat(relay.status().position()).isEqualTo(arrived));
            store(1);
        }
        await().untilAsserted(() -> assertThat(sink.sequences()).containsExactly(1L, 2L, 3L, 4L));
    }

    @Test
    void aSinkThatCannotTakeSoManyAtOnceGetsFewer() {
        Received sink = new Received();
        store(10);
        start(sink, events -> {
            if (events.size() > 4) {
                throw new IOException("this takes too long");
            }
            sink.append(events);
        });
        await().untilAsserted(() -> assertThat(sink.sequences())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).boxed().toList()));
    }

    @Test
    void aFailingSinkIsReportedAndRecoversByItself() {
        Received sink = new Received();
        CountDownLatch repaired = new CountDownLatch(1);
        store(2);
        start(sink, events -> {
            if (repaired.getCount() > 0) {
                throw new IllegalStateException("route failed", new IOException("disk full"));
            }
            sink.append(events);
        });
        await().untilAsserted(() -> assertThat(relay.status())
                .extracting(RelayStatus::state, RelayStatus::lag, RelayStatus::lastError)
                .containsExactly(State.failing, 2L, "disk full"));
        repaired.countDown();
        await().untilAsserted(() -> assertThat(relay.status())
                .extracting(RelayStatus::state, RelayStatus::lag, RelayStatus::lastError)
                .containsExactly(State.running, 0L, null));
    }

    @Test
    void aSinkThatIsDownAtTheStartIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        Received sink = new Received() {
            @Override
            public Optional<Position> position() throws IOException {
                if (asked.getAndIncrement() < 3) {
                    throw new IOException("connection refused");
                }
                return super.position();
            }
        };
        store(1);
        start(sink, sink::append);
        await().untilAsserted(() -> assertThat(sink.sequences()).containsExactly(1L));
    }

    @Test
    void anErrorDoesNotEndIt() {
        Received sink = new Received();
        AtomicInteger attempts = new AtomicInteger();
        store(1);
        start(sink, events -> {
            if (attempts.getAndIncrement() == 0) {
                throw new NoClassDefFoundError("a jar in lib/ext");
            }
            sink.append(events);
        });
        await().untilAsserted(() -> assertThat(sink.sequences()).containsExactly(1L));
    }

    @Test
    void aSinkWithoutAMemoryHasItsPositionInTheDatabase() {
        Received received = new Received();
        store(2);
        start(null, received::append);
        await().untilAsserted(() -> assertThat(log.position("test")).hasValue(2));
        relay.close(PATIENCE);
        store(1);
        start(null, received::append);
        await().untilAsserted(() -> assertThat(received.sequences()).containsExactly(1L, 2L, 3L));
    }

    @Test
    void thePositionOfASinkWithAMemoryIsNotedWithinAMomentAndAtItsEnd() {
        Received sink = new Received();
        store(2);
        start(sink, sink::append);
        await().untilAsserted(() -> assertThat(log.position("test")).hasValue(2));
        store(1);
        relay.close(PATIENCE);
        assertThat(log.position("test")).hasValue(3);
    }

    @Test
    void aPositionThatCannotBeNotedIsNoFailureOfTheSinkAndIsNotedLater() throws SQLException {
        AtomicInteger asked = new AtomicInteger();
        Received sink = new Received() {
            @Override
            public Optional<Position> position() throws IOException {
                asked.incrementAndGet();
                return super.position();
            }
        };
        store(2);
        refusePositions();
        start(sink, sink::append);
        await().untilAsserted(() -> assertThat(sink.sequences()).containsExactly(1L, 2L));
        store(1);
        await().untilAsserted(() -> assertThat(sink.sequences()).containsExactly(1L, 2L, 3L));
        assertThat(relay.status().state()).isEqualTo(State.running);
        takePositions();
        await().untilAsserted(() -> assertThat(log.position("test")).hasValue(3));
        assertThat(asked).hasValue(1);
    }

    @Test
    void aSinkWithoutAMemoryGetsNothingAgainWhileItsPositionCannotBeNoted() throws SQLException {
        Received received = new Received();
        store(2);
        refusePositions();
        start(null, received::append);
        await().untilAsserted(() -> assertThat(received.sequences()).hasSizeGreaterThanOrEqualTo(2));
        store(1);
        takePositions();
        await().untilAsserted(() -> assertThat(log.position("test")).hasValue(3));
        assertThat(received.sequences()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void itsEndDeliversWhatIsInTheLog() {
        Received sink = new Received();
        start(sink, sink::append);
        store(50);
        relay.close(PATIENCE);
        assertThat(sink.sequences()).hasSize(50);
        assertThat(relay.status().state()).isEqualTo(State.stopped);
    }

    @Test
    void itsEndDoesNotWaitForASinkThatFails() {
        store(1);
        start(null, events -> {
            throw new IOException("down");
        });
        long begin = System.nanoTime();
        relay.close(Duration.ofMinutes(1));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
        assertThat(relay.status().state()).isEqualTo(State.stopped);
        assertThat(relay.status().lag()).isEqualTo(1);
    }

    @Test
    void itsEndInterruptsASinkThatHangs() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        store(1);
        start(null, events -> {
            hangs.countDown();
            new CountDownLatch(1).await();
        });
        hangs.await();
        relay.close(Duration.ofMillis(10));
        assertThat(relay.status().state()).isEqualTo(State.stopped);
        assertThat(log.position("test").orElse(0)).isZero();
    }

    @Test
    void aSinkThatItsEndInterruptsIsNotToldAsFailing() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        store(1);
        start(null, events -> {
            hangs.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new SinkException("interrupted", e);
            }
        });
        hangs.await();
        assertThat(LogLines.of(Level.INFO, () -> relay.close(Duration.ofMillis(10))))
                .isEmpty();
        assertThat(relay.status().state()).isEqualTo(State.stopped);
    }

    @Test
    void aSinkAheadOfTheDatabaseIsAnErrorThatNamesRecover() {
        store(1);
        Received sink = new Received();
        sink.held = new Sink.Position(database.generation(), 2);
        assertThatThrownBy(() -> start(sink, sink::append))
                .isInstanceOf(PositionException.class)
                .hasMessageContaining("sink test has event 2, the database ends at 1")
                .hasMessageContaining("recover");
        assertThat(relay.status().state()).isEqualTo(State.ahead);
    }

    @Test
    void aSinkThatHasAnotherEventOfTheSameSequenceIsAnErrorThatNamesRecover() {
        store(3);
        Received sink = new Received();
        StoredEvent own = log.after(1, 1).get(0);
        sink.held = Sink.Position.of(database.generation(), new StoredEvent(2, own.json() + " "));
        assertThatThrownBy(() -> start(sink, sink::append))
                .isInstanceOf(PositionException.class)
                .hasMessageContaining("sink test has another event 2 than the database")
                .hasMessageContaining("recover");
    }

    @Test
    void aFileThatHasAnotherEventOfTheSameSequenceIsAnErrorThatNamesRecover() throws IOException {
        store(3);
        try (FileSink file = new FileSink(
                folder, Clock.systemUTC(), 1000, new FilePermissions(PosixFilePermissions.fromString("rw-r-----")))) {
            file.append(log.after(0, 1));
            file.append(List.of(new StoredEvent(2, log.after(1, 1).get(0).json() + " ")));

            assertThatThrownBy(() -> start(file, file::append))
                    .isInstanceOf(PositionException.class)
                    .hasMessageContaining("sink test has another event 2 than the database");
        }
    }

    @Test
    void aSinkThatHasTheDatabasesOwnEventGoesOnBehindIt() {
        store(3);
        Received sink = new Received();
        sink.held = Sink.Position.of(database.generation(), log.after(1, 1).get(0));
        start(sink, sink::append);
        await().untilAsserted(() -> assertThat(sink.sequences()).containsExactly(3L));
    }

    @Test
    void aSinkOfAnotherGenerationIsAnErrorThatNamesRecover() {
        store(1);
        Received sink = new Received();
        sink.held = new Sink.Position("othergen", 1);
        assertThatThrownBy(() -> start(sink, sink::append))
                .isInstanceOf(PositionException.class)
                .hasMessageContaining("othergen")
                .hasMessageContaining("recover");
    }

    @Test
    void aGapStopsTheSinkUntilASnapshot() {
        store(3);
        log.prune(Samples.TIME.plusSeconds(1), 2);
        Received sink = new Received();
        sink.held = new Sink.Position(database.generation(), 1);
        start(sink, sink::append);
        store(1);
        assertThat(relay.status())
                .extracting(RelayStatus::state, RelayStatus::position)
                .containsExactly(State.gap, -1L);
        assertThat(relay.status().lastError()).contains("up to 1", "oldest stored one is 3", "snapshot");
        long before = log.last();
        store(2);
        relay.resumeAfter(before);
        await().untilAsserted(() -> assertThat(sink.sequences()).containsExactly(5L, 6L));
        await().untilAsserted(() -> assertThat(relay.status().state()).isEqualTo(State.running));
        relay.resumeAfter(99);
        assertThat(log.position("test").orElse(0)).isLessThanOrEqualTo(6);
    }

    @Test
    void aNewSinkBeginsWithTheOldestEventUnlessEarlierOnesAreGone() {
        store(3);
        log.prune(Samples.TIME.plusSeconds(1), 1);
        start(new Received(), events -> {});
        assertThat(relay.status().state()).isEqualTo(State.gap);
        assertThat(relay.status().lastError()).contains("is new", "snapshot");
        relay.close(PATIENCE);
        assertThat(relay.status().state()).isEqualTo(State.stopped);
    }

    @Test
    void pausesGrowToTheLongestAndAreShortenedByChance() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), new Random(1));
        for (long whole : List.of(100, 200, 400, 800)) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
        }
        LongStream.range(0, 100).forEach(n -> backoff.next());
        assertThat(backoff.next()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    private void start(@Nullable Sink sink, Delivery delivery) {
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
        relay = new Relay("test", log, sink, delivery, Clock.systemUTC(), backoff);
        relay.start(PATIENCE);
    }

    /** As a database that is full. */
    private void refusePositions() throws SQLException {
        execute("CREATE TRIGGER full BEFORE INSERT ON position BEGIN SELECT RAISE(ABORT, 'no room'); END");
    }

    private void takePositions() throws SQLException {
        execute("DROP TRIGGER full");
    }

    private void execute(String sql) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("account-feed.db"));
                Statement statement = other.createStatement()) {
            statement.execute(sql);
        }
    }

    private void store(int events) {
        for (int i = 0; i < events; i++) {
            Samples.change(repository, "s", "a");
        }
    }

    private class Received implements Sink {
        final List<StoredEvent> events = new CopyOnWriteArrayList<>();
        volatile @Nullable Position held;

        @Override
        public Optional<Position> position() throws IOException {
            return Optional.ofNullable(held);
        }

        @Override
        public void append(List<StoredEvent> more) {
            if (!more.isEmpty()) {
                events.addAll(more);
                held = new Position(
                        database.generation(), more.get(more.size() - 1).sequence());
            }
        }

        List<Long> sequences() {
            return events.stream().map(StoredEvent::sequence).toList();
        }
    }
}
