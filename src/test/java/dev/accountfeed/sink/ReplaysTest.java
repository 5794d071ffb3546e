package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.DatabaseException;
import dev.accountfeed.state.EventLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaysTest {

    @TempDir
    private Path folder;

    @Test
    void oneThatCannotBeginHoldsUpNoOther() {
        Database database = Database.open(folder);
        Replays replays = new Replays(
                new EventLog(database), Clock.systemUTC(), Executors.newSingleThreadExecutor(), new Replays.Target() {
                    @Override
                    public boolean accepts(String sink) {
                        return true;
                    }

                    @Override
                    public void deliver(String sink, String name, List<StoredEvent> events) {}
                });
        database.close();

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> replays.start("file", 1)).isInstanceOf(DatabaseException.class);
        }
    }
}
