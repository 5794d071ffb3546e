package dev.accountfeed.state;

import static dev.accountfeed.state.Samples.TIME;
import static dev.accountfeed.state.Samples.event;
import static dev.accountfeed.state.Samples.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.event.StoredEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

    @TempDir
    Path folder;

    private Database database;
    private EventLog log;

    @BeforeEach
    void open() {
        database = Database.open(folder);
        log = new EventLog(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anEmptyLogBeginsWhereTheFirstEventWillBe() {
        assertThat(log.first()).isEqualTo(1);
        assertThat(log.last()).isZero();
        assertThat(log.origin()).isZero();
        assertThat(log.after(0, 10)).isEmpty();
        assertThat(log.sequenceAt(TIME)).isEmpty();
        assertThat(log.prune(TIME, 99)).isZero();
    }

    @Test
    void eventsComeInOrderUpToTheLimit() {
        store(5, 10);
        assertThat(log.after(2, 2)).extracting(StoredEvent::sequence).containsExactly(3L, 4L);
        assertThat(log.after(5, 2)).isEmpty();
    }

    @Test
    void aBatchIsBoundedByItsSizeToo() {
        store(3, 3 << 20);
        assertThat(log.after(0, 10)).hasSize(2);
        assertThat(log.after(2, 10)).hasSize(1);
    }

    @Test
    void theEventsAboutOneAccountComeNewestFirst() {
        AccountStateRepository repository = new AccountStateRepository(database, Samples.ENCODER);
        for (int i = 0; i < 3; i++) {
            Samples.change(repository, "s", "a");
            Samples.change(repository, "s", "b");
            Samples.change(repository, "other", "a");
        }
        AccountState account = repository.find("s", List.of("a")).get("a");
        assertThat(log.about(account, Long.MAX_VALUE, 10))
                .extracting(StoredEvent::sequence)
                .containsExactly(7L, 4L, 1L);
        assertThat(log.about(account, 7, 1)).extracting(StoredEvent::sequence).containsExactly(4L);
        assertThat(log.about(account, 1, 10)).isEmpty();
    }

    @Test
    void eventsAreCountedByTheMinute() {
        store(62, 10);
        Instant minute = Instant.parse("2026-11-22T00:00:00Z");
        assertThat(log.perMinute(TIME)).isEqualTo(Map.of(minute, 60L, minute.plusSeconds(60), 2L));
        assertThat(log.perMinute(minute.plusSeconds(60))).isEqualTo(Map.of(minute.plusSeconds(60), 2L));
    }

    @Test
    void positionsAreKeptBySink() {
        assertThat(log.position("file")).isEmpty();
        log.position("file", 7);
        log.position("kafka", 1);
        log.position("file", 8);
        assertThat(log.position("file")).hasValue(8);
    }

    @Test
    void aTimeIsFoundByTheFirstEventNotBeforeIt() {
        store(5, 10);
        assertThat(log.sequenceAt(TIME.plusSeconds(2))).hasValue(2);
        assertThat(log.sequenceAt(TIME.plusMillis(2001))).hasValue(3);
        assertThat(log.sequenceAt(TIME.minusSeconds(100))).hasValue(1);
        assertThat(log.sequenceAt(TIME.plusSeconds(6))).isEmpty();
    }

    @Test
    void onlyOldEventsThatAreDeliveredEverywhereAreRemoved() {
        store(2500, 10);
        assertThat(log.prune(TIME.plusSeconds(2400), 2300)).isEqualTo(2300);
        assertThat(log.first()).isEqualTo(2301);
        assertThat(log.prune(TIME.plusSeconds(2400), 2500)).isEqualTo(99);
        assertThat(log.prune(TIME.plusSeconds(9999), 2500)).isEqualTo(101);
        assertThat(log.first()).isEqualTo(2501);
        assertThat(log.last()).isEqualTo(2500);
    }

    @Test
    void sequencesAreNotUsedAgainAfterARestart() {
        store(2, 10);
        log.prune(TIME.plusSeconds(99), 2);
        database.close();
        open();
        store(1, 10);
        assertThat(log.after(0, 10)).extracting(StoredEvent::sequence).containsExactly(3L);
    }

    /** The n-th is n seconds later than TIME. */
    private void store(int events, int size) {
        AccountStateRepository repository =
                new AccountStateRepository(database, (event, generation, sequence) -> "x".repeat(size));
        List<FeedEvent> batch = LongStream.rangeClosed(1, events)
                .mapToObj(n -> event("s", "a", n, TIME.plusSeconds(n)))
                .toList();
        repository.store(new StateChange("s", List.of(state(0, "" + size + log.last(), events)), batch, null));
    }
}
