package dev.accountfeed.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.event.StoredEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {

    @TempDir
    Path folder;

    @Test
    void everyKnownAccountIsDiscoveredOnceMoreAboveEverything() {
        String old;
        try (Database database = Database.open(folder)) {
            AccountStateRepository repository = new AccountStateRepository(database, Samples.ENCODER);
            old = database.generation();
            Samples.change(repository, "s", "a");
            Samples.change(repository, "s", "a");
            Samples.change(repository, "s", "b");
            EventLog log = new EventLog(database);
            log.position("file", 3);

            Recovery.Begun begun = new Recovery(database, Samples.ENCODER).begin(41, Set.of("lostgen1"), Samples.TIME);

            assertThat(begun.origin()).isEqualTo(41);
            assertThat(begun.accounts()).isEqualTo(2);
            assertThat(log.generation()).isEqualTo(begun.generation()).isNotEqualTo(old);
            assertThat(log.retired(old)).isTrue();
            assertThat(log.retired("lostgen1")).isTrue();
            assertThat(log.position("file")).isEmpty();
            List<JsonNode> events = log.after(0, 10).stream()
                    .map(event -> Json.tree(event.json()))
                    .toList();
            assertThat(events)
                    .extracting(event -> event.path("sequence").asLong())
                    .containsExactly(42L, 43L);
            assertThat(events)
                    .allMatch(event -> event.at("/data/op").asText().equals("r")
                            && event.at("/data/revision").asLong() == 1
                            && !event.path("data").has("before")
                            && event.path("id").asText().startsWith(begun.generation() + "/"));
            assertThat(events.get(0).at("/data/after/n").asLong()).isEqualTo(2);
            AccountState second = repository.find("s", List.of("b")).get("b");
            assertThat(log.about(second, Long.MAX_VALUE, 10))
                    .extracting(StoredEvent::sequence)
                    .containsExactly(43L);
        }
        try (Database database = Database.open(folder)) {
            AccountStateRepository repository = new AccountStateRepository(database, Samples.ENCODER);
            assertThat(repository.find("s", List.of("a")).get("a").revision()).isEqualTo(1);
            Samples.change(repository, "s", "a");
            assertThat(new EventLog(database).last()).isEqualTo(44);
        }
    }

    @Test
    void manyAccountsAreToldOnceEachInTheirOrder() {
        List<String> ids =
                IntStream.range(0, 1201).mapToObj(number -> "a" + number).toList();
        try (Database database = Database.open(folder)) {
            new AccountStateRepository(database, Samples.ENCODER)
                    .store(new StateChange(
                            "s",
                            ids.stream().map(id -> Samples.state(0, id, 1)).toList(),
                            ids.stream().map(id -> Samples.event("s", id, 1)).toList(),
                            null));

            new Recovery(database, Samples.ENCODER).begin(5000, Set.of(), Samples.TIME);

            List<StoredEvent> events = new EventLog(database).after(0, 10_000);
            assertThat(events)
                    .extracting(StoredEvent::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(5001, 6201).boxed().toList());
            assertThat(events)
                    .extracting(event -> Json.tree(event.json()).path("subject").asText())
                    .containsExactlyElementsOf(ids);
        }
    }
}
