package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.state.AccountState;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.StateChange;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredOrderTest {

    private static final int MANY = 100;

    @TempDir
    Path folder;

    private final CallDeadline deadlines = new CallDeadline(Clock.systemUTC());
    private final Poll poll = Sources.poll(
            Sources.source("s", Seeds.INFOBIP, new Recurrence.Every(Duration.ofMinutes(1)), Map.of()),
            Sources.watch(deadlines, Clock.systemUTC()));
    private Database database;
    private StoredOrder order;

    @BeforeEach
    void store() {
        database = Database.open(folder);
        AccountStateRepository states = new AccountStateRepository(database, (event, generation, sequence) -> "{}");
        String scope = poll.state().scope();
        List<AccountState> known = new ArrayList<>();
        IntStream.range(0, MANY).forEach(i -> known.add(account(i, scope, 0, null)));
        known.add(account(200, "another scope", 0, null));
        known.add(account(201, scope, 1, null));
        known.add(account(202, scope, 0, "share"));
        known.add(new AccountState(0, "203", scope, 2, null, null, 0, null));
        states.store(new StateChange("s", known, List.of(), null));
        states.store(new StateChange("other", List.of(account(300, scope, 0, null)), List.of(), null));
        order = new StoredOrder(states);
    }

    @AfterEach
    void close() {
        database.close();
        deadlines.close();
    }

    private static AccountState account(int id, String scope, int missed, @Nullable String held) {
        return new AccountState(0, String.valueOf(id), scope, 1, "{}", fingerprint(id), missed, held);
    }

    private static byte[] fingerprint(int id) {
        return new byte[] {(byte) id, 1};
    }

    private static List<Observation> list(int... ids) {
        return Arrays.stream(ids)
                .mapToObj(id -> new Observation(Json.MAPPER.createObjectNode(), String.valueOf(id), fingerprint(id)))
                .toList();
    }

    private List<String> same(List<Observation> batch) {
        order.recall(batch, poll);
        return batch.stream().filter(Observation::isSame).map(Observation::id).toList();
    }

    @Test
    void rowsInTheOrderInWhichTheyWereStoredAreFoundBatchByBatch() {
        assertThat(same(list(IntStream.range(0, 60).toArray()))).hasSize(60);
        assertThat(same(list(IntStream.range(60, MANY).toArray()))).hasSize(40);
        assertThat(poll.presence().accounts()).isEqualTo(MANY);
    }

    @Test
    void rowsThatAreNewMissingOrElsewhereDoNotHideTheOthers() {
        // 3 is gone, 500 is new, 8 and 9 have changed places.
        assertThat(same(list(0, 1, 2, 4, 500, 5, 6, 7, 9, 8)))
                .containsExactly("0", "1", "2", "4", "5", "6", "7", "9", "8");
        assertThat(same(list(10, 11, 12))).containsExactly("10", "11", "12");
    }

    @Test
    void aRecordThatDiffersIsNotTheSame() {
        Observation changed = new Observation(Json.MAPPER.createObjectNode(), "1", new byte[] {7});
        List<Observation> batch = new ArrayList<>(list(0, 2));
        batch.add(changed);
        assertThat(same(batch)).containsExactly("0", "2");
        assertThat(changed.isUnchanged()).isFalse();
    }

    @Test
    void accountsOfAnotherScopeCountedHeldDeletedOrOfAnotherSourceAreLookedUp() {
        assertThat(same(list(IntStream.range(0, MANY).toArray()))).hasSize(MANY);
        assertThat(same(list(200, 201, 202, 203, 300))).isEmpty();
    }

    @Test
    void anOrderThatIsAnotherOneIsGivenUpAndNothingIsTakenForTheSameWrongly() {
        List<Integer> shuffled =
                new ArrayList<>(IntStream.range(0, MANY).boxed().toList());
        Collections.reverse(shuffled);
        int[] ids = shuffled.stream().mapToInt(Integer::intValue).toArray();
        assertThat(same(list(Arrays.copyOf(ids, 10)))).isEmpty();
        assertThat(same(list(Arrays.copyOfRange(ids, 10, MANY)))).isEmpty();
        assertThat(poll.presence().accounts()).isZero();
    }
}
