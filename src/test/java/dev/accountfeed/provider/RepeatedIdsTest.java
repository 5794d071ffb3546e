package dev.accountfeed.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RepeatedIdsTest {

    private final RepeatedIds ids = new RepeatedIds();

    @Test
    void whatIsThereOnceIsTakenForRepeatedLessThanOnceInAThousand() throws Exception {
        for (int i = 0; i < 1_000_000; i++) {
            ids.add("ACCOUNT-" + i);
        }
        assertThat(ids.repeated()).hasSizeLessThan(1000);
    }

    @Test
    void amongAThousandNoneIsTakenForRepeatedThatIsNot() throws Exception {
        for (int i = 0; i < 1000; i++) {
            ids.add("ACCOUNT-" + i);
        }
        assertThat(ids.repeated()).isEmpty();
    }

    @Test
    void whatIsThereTwiceOrMoreIsNamedOnce() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            ids.add("ACCOUNT-" + i);
        }
        ids.add("ACCOUNT-7");
        ids.add("ACCOUNT-7");
        ids.add("ACCOUNT-9999");

        assertThat(ids.repeated()).containsExactlyInAnyOrder("ACCOUNT-7", "ACCOUNT-9999");
    }

    @Test
    void idsThatStringTakesForTheSameHashAreToldApart() throws Exception {
        ids.add("Aa");
        ids.add("BB");
        ids.add("");

        assertThat(ids.repeated()).isEmpty();
    }

    @Test
    void aListOfRepetitionsIsNoListOfAccounts() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            ids.add("ACCOUNT-" + i);
            ids.add("ACCOUNT-" + i);
        }
        assertThat(ids.repeated()).hasSize(10_000);

        for (int i = 10_000; i < 10_100; i++) {
            ids.add("ACCOUNT-" + i);
            ids.add("ACCOUNT-" + i);
        }

        assertThatThrownBy(ids::repeated).isInstanceOf(IOException.class);
    }

    @Test
    void aListOfRepetitionsStaysOneHoweverMuchFollows() {
        for (int i = 0; i < 10_200; i++) {
            ids.add("ACCOUNT-" + i);
            ids.add("ACCOUNT-" + i);
        }
        for (int i = 10_200; i < 1_000_000; i++) {
            ids.add("ACCOUNT-" + i);
        }

        // Else the repetitions that were left out would pass for accounts of their own.
        assertThatThrownBy(ids::repeated).isInstanceOf(IOException.class);
    }
}
