package dev.accountfeed.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accountfeed.change.DeleteGuard.Completeness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteGuardTest {

    @Test
    void aWholeAnswerThatMissesAnAccountCounts() {
        assertThat(judge(Completeness.WHOLE, 9, 10, 1, 0.5)).isEqualTo(new DeleteGuard(true, null));
    }

    @ParameterizedTest
    @EnumSource(names = {"LIMIT_REACHED", "FILTERED", "PARTIAL"})
    void absenceFromLessThanAllProvesNothing(Completeness completeness) {
        assertThat(judge(completeness, 40, 100, 60, 0.5)).isEqualTo(new DeleteGuard(false, null));
        assertThat(judge(completeness, 0, 100, 100, 0.5)).isEqualTo(new DeleteGuard(false, null));
    }

    @Test
    void aRoundHundredHoldsDeletesAndDoesNotCount() {
        assertThat(judge(Completeness.SILENT_CAP, 100, 101, 1, 0.5)).isEqualTo(new DeleteGuard(false, "silent-cap"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 1000})
    void anEmptyListHoldsDeletesAndDoesNotCount(long known) {
        assertThat(judge(Completeness.WHOLE, 0, known, known, 1)).isEqualTo(new DeleteGuard(false, "empty-list"));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 3, 0.5, false",
        "4, 4, 0.0, false",
        "5, 2, 0.5, false",
        "5, 3, 0.5, true",
        "10, 5, 0.5, false",
        "10, 6, 0.5, true",
        "10, 1, 0.0, true",
        "10, 9, 1.0, false",
        // As binary fractions these shares are a little too small or too large.
        "100, 29, 0.29, false",
        "100, 30, 0.29, true",
        "100, 57, 0.57, false",
        "10, 7, 0.7, false",
        "10, 8, 0.7, true"
    })
    void aLargerShareOfFiveOrMoreGoneAtOnceIsHeldAndCounts(long known, long missing, double share, boolean held) {
        assertThat(judge(Completeness.WHOLE, Math.max(1, known - missing), known, missing, share))
                .isEqualTo(new DeleteGuard(true, held ? "max-delete-share" : null));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "-1, 0.5", "1, -0.1", "1, 1.1", "1, NaN"})
    void rulesThatMakeNoSenseAreRefused(int deleteAfter, double share) {
        assertThatThrownBy(() -> new ChangeRules(List.of(), Map.of(), deleteAfter, share))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static DeleteGuard judge(Completeness completeness, long seen, long known, long missing, double share) {
        return DeleteGuard.judge(completeness, seen, known, missing, new ChangeRules(List.of(), Map.of(), 2, share));
    }
}
