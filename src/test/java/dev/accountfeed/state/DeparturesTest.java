package dev.accountfeed.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.Op;
import dev.accountfeed.event.FeedEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeparturesTest {

    @TempDir
    Path folder;

    private Database database;
    private AccountStateRepository states;
    private Departures departures;

    @BeforeEach
    void open() {
        database = Database.open(folder);
        states = new AccountStateRepository(database, Samples.ENCODER);
        departures = new Departures(database, Samples.ENCODER);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void accountsOfWhichSomethingIsStillToComeAreLeftToTheirEvents() {
        Samples.change(states, "s", "there");
        Samples.change(states, "s", "gone");
        delete("gone");
        Samples.change(states, "s", "goes-later");
        Samples.change(states, "s", "comes-back");
        delete("comes-back");
        delete("goes-later");
        Samples.change(states, "s", "comes-back");
        delete("comes-back");

        assertThat(gone(6)).containsExactly(database.generation() + "/s/gone/2");
        assertThat(gone(9))
                .containsExactly(
                        database.generation() + "/s/gone/2",
                        database.generation() + "/s/goes-later/2",
                        database.generation() + "/s/comes-back/4");
    }

    @Test
    void theyComeInPartsAndOnceEach() {
        for (String id : List.of("a", "b", "c")) {
            Samples.change(states, "s", id);
            delete(id);
        }
        List<Departures.Departure> first = departures.upTo(6, Samples.TIME, 0, 2);
        List<Departures.Departure> rest =
                departures.upTo(6, Samples.TIME, first.get(1).row(), 2);
        assertThat(first).extracting(DeparturesTest::subject).containsExactly("a", "b");
        assertThat(rest).extracting(DeparturesTest::subject).containsExactly("c");
    }

    @Test
    void aForgottenSourcesAccountsAreGoneAndNothingElseIsKnownOfThem() {
        Samples.change(states, "s", "a");
        delete("a");
        states.remove("s");

        JsonNode delete =
                Json.tree(departures.upTo(2, Samples.TIME, 0, 10).get(0).delete());
        assertThat(delete.path("type").asText()).isEqualTo("dev.accountfeed.account.deleted");
        assertThat(delete.path("sequence").asText()).isEqualTo("00000000000000000002");
        assertThat(delete.at("/data/revision").asLong()).isEqualTo(2);
        assertThat(delete.path("data").has("before")).isFalse();
    }

    private List<String> gone(long sequence) {
        return departures.upTo(sequence, Samples.TIME, 0, 10).stream()
                .map(one -> Json.tree(one.delete()).path("id").asText())
                .toList();
    }

    private static String subject(Departures.Departure one) {
        return Json.tree(one.delete()).path("subject").asText();
    }

    private void delete(String id) {
        AccountState known = states.find("s", List.of(id)).get(id);
        long revision = known.revision() + 1;
        states.store(new StateChange(
                "s",
                List.of(new AccountState(known.row(), id, known.scope(), revision, null, null, 0, null)),
                List.of(new FeedEvent.OfAccount(
                        "s",
                        Samples.TIME,
                        id,
                        revision,
                        new AccountChange(Op.d, Json.tree(String.valueOf(known.account())), null, List.of()),
                        "schedule")),
                null));
    }
}
