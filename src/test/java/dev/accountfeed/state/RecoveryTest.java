package dev.accountfeed.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.event.StoredEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
}
