package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.EventLog;
import dev.accountfeed.state.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeBatchTest {

    @TempDir
    Path folder;

    @Test
    void moreThanOneTransactionTakesIsToldOnceEach() {
        List<String> ids =
                IntStream.range(0, 2001).mapToObj(number -> "a" + number).toList();
        try (Database database = Database.open(folder)) {
            AccountStateRepository states = new AccountStateRepository(database, Samples.ENCODER);
            ids.forEach(id -> Samples.change(states, "s", id));
            ChangeBatch batch = new ChangeBatch(states, "s", Samples.TIME, "schedule", null);

            states.forEachPresent("s", batch::delete);
            batch.store();

            assertThat(batch.told()).isEqualTo(2001);
            assertThat(new EventLog(database).after(2001, 10_000))
                    .extracting(StoredEvent::json)
                    .allMatch(json -> json.contains("\"op\":\"d\""))
                    .extracting(json -> json.replaceAll(".*\"subject\":\"([^\"]*)\".*", "$1"))
                    .containsExactlyElementsOf(ids);
            assertThat(states.find("s", ids)).allSatisfy((id, state) -> {
                assertThat(state.present()).isFalse();
                assertThat(state.revision()).isEqualTo(2);
            });
        }
    }
}
