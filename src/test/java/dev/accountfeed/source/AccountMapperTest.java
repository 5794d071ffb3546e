package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import dev.accountfeed.change.DeleteGuard.Completeness;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountMapperTest {

    private final CallDeadline deadlines = new CallDeadline(Clock.systemUTC());
    private final AccountMapper mapper = new AccountMapper();

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void whatCannotBeMappedLeavesTheBatch() throws Exception {
        Poll poll = poll(false);
        List<Observation> batch = new ArrayList<>(List.of(
                observation("1", "{\"account_id\": 1, \"active\": true}"),
                observation("2", "{\"account_id\": 2}"),
                observation("3", "{\"account_id\": 3, \"active\": false}")));

        mapper.map(batch, poll);

        assertThat(batch).map(Observation::id).containsExactly("1", "3");
        assertThat(poll.unusable().kept())
                .map(UnusableRows.Row::reason)
                .containsExactly("nothing decides the account's status");
        assertThat(poll.completeness()).isEqualTo(Completeness.PARTIAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"account_id\": {}, \"active\": true}",
                "{\"account_id\": [1], \"active\": true}",
                "{\"account_id\": true, \"active\": true}",
                "{\"account_id\": 1.5, \"active\": true}",
                "{\"account_id\": \"042\", \"active\": true}",
                "{\"account_id\": \" 42 \", \"active\": true}"
            })
    void aRecordWhoseIdTheMappingChangesIsUnusableForItWouldBeNewAtEachPoll(String text) {
        JsonNode record = Json.tree(text);
        JsonNode id = record.path("account_id");
        Observation observation = new Observation(record, id.isTextual() ? id.asText() : null, new byte[0]);

        assertThatThrownBy(() -> mapper.map(new ArrayList<>(List.of(observation)), poll(true)))
                .isInstanceOf(PollException.class)
                .extracting(e -> ((PollException) e).outcome())
                .isEqualTo(Outcome.MALFORMED);
    }

    private Poll poll(boolean single) {
        Source source = Sources.source("s", Seeds.VOXIMPLANT, new Recurrence.Every(Duration.ofMinutes(1)), Map.of());
        Poll poll = Sources.poll(source, Sources.watch(deadlines, Clock.systemUTC()));
        poll.complete(single, Completeness.WHOLE, java.time.Instant.EPOCH, Collections.emptyIterator());
        return poll;
    }

    private static Observation observation(String id, String record) {
        return new Observation(Json.tree(record), id, new byte[0]);
    }
}
