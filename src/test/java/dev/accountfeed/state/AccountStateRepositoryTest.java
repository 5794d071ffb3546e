package dev.accountfeed.state;

import static dev.accountfeed.state.Samples.event;
import static dev.accountfeed.state.Samples.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountStateRepositoryTest {

    @TempDir
    Path folder;

    private Database database;
    private AccountStateRepository repository;
    private EventLog log;

    @BeforeEach
    void open() {
        database = Database.open(folder);
        repository = new AccountStateRepository(database, Samples.ENCODER);
        log = new EventLog(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anUnknownSourceIsNewAndWithoutBaseline() {
        assertThat(repository.source("s")).isEqualTo(new SourceState("s", "", false, null, 0, null, null));
        assertThat(repository.sources()).isEmpty();
    }

    @Test
    void aSourceIsReadAsItWasStored() {
        SourceState working = new SourceState("s", "scope", true, "1", 0, null, null);
        SourceState failing =
                new SourceState("s", "scope", true, null, 3, Instant.parse("2026-11-21T00:00:00.5Z"), null);
        for (SourceState source : List.of(working, failing)) {
            repository.store(new StateChange("s", List.of(), List.of(), source));
            assertThat(repository.source("s")).isEqualTo(source);
        }
        assertThat(repository.sources()).containsExactly("s");
    }

    @Test
    void anAccountIsReadAsItWasStored() {
        AccountState added = new AccountState(0, "ıİ/'; \uD83D\uDE00", "x", 1, "{}", new byte[] {1, -1}, 2, "share");
        repository.store(new StateChange("s", List.of(added), List.of(), null));
        AccountState found = find("s", added.id());
        assertThat(found).usingRecursiveComparison().ignoringFields("row").isEqualTo(added);
        assertThat(found.row()).isPositive();
        AccountState deleted = new AccountState(found.row(), found.id(), "y", 1, null, null, 0, null);
        repository.store(new StateChange("s", List.of(deleted), List.of(), null));
        assertThat(find("s", added.id())).usingRecursiveComparison().isEqualTo(deleted);
    }

    @Test
    void whatWasFoundBeforeFollowsWhatIsStored() {
        store("s", "1", 1);
        AccountState first = find("s", "1");
        AccountState second = new AccountState(first.row(), "1", "scope", 1, "{\"n\":2}", null, 0, "share");
        repository.store(new StateChange("s", List.of(second), List.of(), null));
        assertThat(find("s", "1")).isEqualTo(second);

        // One that came in between: what is there is neither lost nor taken for stored.
        AccountState late = new AccountState(first.row(), "1", "scope", 5, "{\"n\":5}", null, 0, null);
        assertThatThrownBy(() -> repository.store(
                        new StateChange("s", List.of(late), List.of(Samples.event("s", "1", 5)), null)))
                .isInstanceOf(DatabaseException.class);
        assertThat(find("s", "1")).isEqualTo(second);

        repository.remove("s");
        assertThat(repository.find("s", List.of("1")).values()).noneMatch(AccountState::present);
    }

    @Test
    void theSameIdInTwoSourcesIsTwoAccounts() {
        store("a", "1", 1);
        assertThat(repository.find("b", List.of("1"))).isEmpty();
        store("b", "1", 1);
        assertThat(find("a", "1").row()).isNotEqualTo(find("b", "1").row());
    }

    @Test
    void thousandsAreFoundAtOnce() {
        List<String> ids = IntStream.range(0, 5000).mapToObj(String::valueOf).toList();
        repository.store(
                new StateChange("s", ids.stream().map(id -> state(0, id, 1)).toList(), List.of(), null));
        List<String> asked = new ArrayList<>(ids);
        asked.addAll(List.of("unknown", "17", "17"));
        assertThat(repository.find("s", asked)).hasSize(5000);
        assertThat(repository.find("s", List.of())).isEmpty();
    }

    @Test
    void onlyAccountsThatAreThereAndInTheScopeAreHandedOutOnceEach() {
        List<AccountState> states = IntStream.range(0, 1501)
                .mapToObj(i -> new AccountState(
                        0, "" + i, i % 3 == 0 ? "old" : "new", 1, i % 2 == 0 ? "{}" : null, null, 0, null))
                .toList();
        repository.store(new StateChange("s", states, List.of(), null));
        store("other", "1", 1);
        List<Long> rows = new ArrayList<>();
        repository.forEachPresent("s", "new", state -> {
            rows.add(state.row());
            // A consumer may store, even so.
            if (rows.size() == 1) {
                store("other", "2", 1);
            }
        });
        assertThat(rows).hasSize(500).isSorted().doesNotHaveDuplicates();
        assertThat(repository.countPresent("s", "new")).isEqualTo(500);
        AtomicInteger all = new AtomicInteger();
        repository.forEachPresent("s", state -> all.incrementAndGet());
        assertThat(all).hasValue(751);
    }

    @Test
    void heldAccountsAreCounted() {
        repository.store(new StateChange(
                "s",
                List.of(state(0, "1", 1), new AccountState(0, "2", "", 1, "{}", null, 2, "share")),
                List.of(),
                null));
        assertThat(repository.held()).isEqualTo(Map.of("s", Map.of("share", 1L)));
        assertThat(repository.countHeld()).isOne();
    }

    @Test
    void eventsAreNumberedInTheOrderOfTheFeed() {
        repository.store(new StateChange(
                "s",
                List.of(state(0, "a", 1), state(0, "b", 1)),
                List.of(event("s", "a", 1), event("s", "b", 1)),
                null));
        Samples.change(repository, "s", "a");
        assertThat(log.after(0, 10)).extracting(e -> e.sequence()).containsExactly(1L, 2L, 3L);
        assertThat(log.after(0, 10).get(2).json())
                .contains(database.generation() + "/s/a/2", "\"00000000000000000003\"");
    }

    @Test
    void statesAndEventsAreStoredTogetherOrNotAtAll() {
        AccountStateRepository broken = new AccountStateRepository(database, (event, generation, sequence) -> {
            throw new IllegalArgumentException("cannot encode");
        });
        StateChange change = new StateChange(
                "s",
                List.of(state(0, "a", 1)),
                List.of(event("s", "a", 1)),
                new SourceState("s", "x", true, null, 0, null, null));
        assertThatThrownBy(() -> broken.store(change)).hasMessage("cannot encode");
        assertThat(repository.find("s", List.of("a"))).isEmpty();
        assertThat(repository.sources()).isEmpty();
        assertThat(log.last()).isZero();
        repository.store(change);
        assertThat(log.after(0, 10)).hasSize(1);
        assertThat(find("s", "a").row()).isOne();
    }

    @Test
    void ofTwoChangesWorkedOutFromOneStateTheSecondIsRefused() {
        store("s", "a", 1);
        long row = find("s", "a").row();
        StateChange change = new StateChange("s", List.of(state(row, "a", 2)), List.of(event("s", "a", 2)), null);
        repository.store(change);
        assertThatThrownBy(() -> repository.store(change)).isInstanceOf(DatabaseException.class);
        assertThat(log.last()).isOne();
        StateChange addedTwice = new StateChange("s", List.of(state(0, "a", 1)), List.of(), null);
        assertThatThrownBy(() -> repository.store(addedTwice)).isInstanceOf(DatabaseException.class);
    }

    @Test
    void listenersHearOfEventsOnlyOnceTheyAreCommitted() {
        List<Long> heard = new ArrayList<>();
        database.onCommit(() -> {
            throw new IllegalStateException("a bad listener");
        });
        database.onCommit(() -> heard.add(log.last()));
        store("s", "a", 1);
        assertThat(heard).isEmpty();
        Samples.change(repository, "s", "b");
        assertThat(heard).containsExactly(1L);
    }

    @Test
    void aRemovedSourceLeavesItsEventsAndHowFarItsRevisionsHaveCounted() {
        Samples.change(repository, "s", "a");
        repository.remove("s");
        assertThat(find("s", "a").present()).isFalse();
        assertThat(find("s", "a").revision()).isEqualTo(1);
        assertThat(repository.sources()).isEmpty();
        assertThat(log.after(0, 10)).hasSize(1);
    }

    private AccountState find(String source, String id) {
        return repository.find(source, List.of(id)).get(id);
    }

    private void store(String source, String id, long revision) {
        repository.store(new StateChange(source, List.of(state(0, id, revision)), List.of(), null));
    }
}
