package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import dev.accountfeed.change.DeleteGuard.Completeness;
import dev.accountfeed.event.CloudEventEncoder;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.SourceState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservationsTest {

    @TempDir
    private Path folder;

    @Test
    void whoseAccountItIsStaysKnownThoughAnAnswerDoesNotSay() throws PollException {
        try (Database database = Database.open(folder);
                CallDeadline deadlines = new CallDeadline(Clock.systemUTC());
                CallDeadline.Watch watch = Sources.watch(deadlines, Clock.systemUTC())) {
            Source source = Sources.source("s", Seeds.VOXIMPLANT, new Recurrence.Every(Duration.ofDays(1)), Map.of());
            SourceState state = new SourceState("s", "scope", true, "3456750", 0, null, null);
            Poll poll = new Poll("p", source, "schedule", state, watch);
            // Of the account beside its children's list, in a record that cannot be used.
            poll.checkIdentity(null);
            poll.singleId(null);
            poll.addRows(1);
            poll.unusable().add(Json.tree("{}"), "no id");
            poll.complete(false, Completeness.WHOLE, Clock.systemUTC().instant(), Collections.emptyIterator());

            new Observations(new AccountStateRepository(
                            database, new CloudEventEncoder("account-feed", "dev.accountfeed")))
                    .conclude(poll);

            assertThat(poll.state().singleId()).isEqualTo("3456750");
        }
    }
}
