package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.Seeds;
import dev.accountfeed.change.DeleteGuard.Completeness;
import dev.accountfeed.provider.Answer;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.RecordSpool;
import dev.accountfeed.state.SourceState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastAnswerTest {

    private static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");

    private final CallDeadline deadlines = new CallDeadline(Clock.systemUTC());
    private final CallDeadline.Watch watch = Sources.watch(deadlines, Clock.systemUTC());
    private final Source source =
            Sources.source("s", Seeds.INFOBIP, new Recurrence.Every(Duration.ofDays(1)), Map.of());
    private final SourceState state = new SourceState("s", "scope", true, null, 0, null, null);

    @TempDir
    private Path folder;

    private Poll poll;

    @BeforeEach
    void begin() throws Exception {
        poll = begun();
    }

    @AfterEach
    void close() {
        watch.close();
        deadlines.close();
    }

    private Poll begun() throws Exception {
        Poll begun = new Poll("p-1", source, "schedule", state, watch);
        begun.begin(new Pages(source, new RecordSpool(folder, 1000)));
        return begun;
    }

    private void receive(Poll by, String body) throws Exception {
        by.received(new Answer(folder), null, null);
        by.receive(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private void end(Completeness how, Outcome outcome) {
        poll.addRows(3);
        poll.complete(false, how, NOW, Collections.emptyIterator());
        poll.end(outcome, null);
    }

    private LastAnswer whole() throws Exception {
        return kept(Completeness.WHOLE, Outcome.OK);
    }

    private LastAnswer kept(Completeness how, Outcome outcome) throws Exception {
        receive(poll, "{}");
        end(how, outcome);
        return Objects.requireNonNull(LastAnswer.of(poll, 7, 7));
    }

    private Poll next(LastAnswer before) throws Exception {
        Poll next = begun();
        next.before(before);
        return next;
    }

    @Test
    void anAnswerOfTheSameBytesEndsThePollAsTheLastOneEnded() throws Exception {
        Poll next = next(whole());
        receive(next, "{}");
        next.endIfRepeated(NOW);
        assertThat(next.isRepeated()).isTrue();
        assertThat(next.isFetching()).isFalse();
        assertThat(next.outcome()).isEqualTo(Outcome.OK);
        assertThat(next.rows()).isEqualTo(3);
        assertThat(next.completedAt()).isEqualTo(NOW);
    }

    @Test
    void aListThatMayHaveBeenCutEndsThePollAsSuchAgain() throws Exception {
        Poll next = next(kept(Completeness.SILENT_CAP, Outcome.SILENT_CAP));
        receive(next, "{}");
        next.endIfRepeated(NOW);
        assertThat(next.outcome()).isEqualTo(Outcome.SILENT_CAP);
        assertThat(next.completeness()).isEqualTo(Completeness.SILENT_CAP);
    }

    @Test
    void anAnswerOfOtherBytesIsRead() throws Exception {
        Poll next = next(whole());
        receive(next, "{ }");
        next.endIfRepeated(NOW);
        assertThat(next.isRepeated()).isFalse();
        assertThat(next.outcome()).isNull();
    }

    @Test
    void theSecondAnswerOfAPollIsReadHoweverEqual() throws Exception {
        Poll next = next(whole());
        receive(next, "[]");
        receive(next, "{}");
        next.endIfRepeated(NOW);
        assertThat(next.isRepeated()).isFalse();
    }

    @Test
    void aNewAttemptBeginsWithItsFirstAnswer() throws Exception {
        Poll next = next(whole());
        receive(next, "cut o");
        next.begin(new Pages(source, new RecordSpool(folder, 1000)));
        receive(next, "{}");
        next.endIfRepeated(NOW);
        assertThat(next.isRepeated()).isTrue();
    }

    @Test
    void whatDidNotArriveToItsEndIsNoAnswer() {
        poll.received(new Answer(folder), null, null);
        end(Completeness.WHOLE, Outcome.OK);
        assertThat(kept()).isNull();
    }

    @Test
    void aPollThatStoredSomethingLeavesNoneBehind() throws Exception {
        receive(poll, "{}");
        end(Completeness.WHOLE, Outcome.OK);
        assertThat(LastAnswer.of(poll, 7, 8)).isNull();
    }

    @Test
    void aPollOfSeveralAnswersLeavesNoneBehind() throws Exception {
        receive(poll, "{}");
        receive(poll, "{}");
        end(Completeness.WHOLE, Outcome.OK);
        assertThat(kept()).isNull();
    }

    @Test
    void aPollWithARowThatCannotBeUsedLeavesNoneBehind() throws Exception {
        receive(poll, "{}");
        poll.unusable().add(dev.accountfeed.account.Json.tree("{}"), "no id");
        end(Completeness.WHOLE, Outcome.OK);
        assertThat(kept()).isNull();
    }

    @Test
    void aPollThatHeldDeletesLeavesNoneBehind() throws Exception {
        receive(poll, "{}");
        end(Completeness.WHOLE, Outcome.EMPTY_LIST);
        assertThat(kept()).isNull();
    }

    @Test
    void itHoldsAsLongAsNothingElseThatDecidesHasChanged() throws Exception {
        LastAnswer last = whole();
        assertThat(last.holds(source, state, 7)).isTrue();
        assertThat(last.holds(source, state, 8)).isFalse();
        assertThat(last.holds(source, new SourceState("s", "other", true, null, 0, null, null), 7))
                .isFalse();
        assertThat(last.holds(source, new SourceState("s", "scope", true, null, 2, NOW, null), 7))
                .isFalse();
        Source edited = Sources.source("s", Seeds.INFOBIP, new Recurrence.Every(Duration.ofDays(2)), Map.of());
        assertThat(last.holds(edited, state, 7)).isFalse();
    }

    private @Nullable LastAnswer kept() {
        return LastAnswer.of(poll, 7, 7);
    }
}
