package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.LogLines;
import java.time.Instant;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog(List.of(), 100);

    @Test
    void whatWaitsIsToldOnceAtTheLimitAndOnceWhenHalfOfItIsGone() {
        assertThat(told(99)).isEmpty();
        assertThat(told(100))
                .singleElement()
                .asString()
                .contains("100 events wait for sink kafka, which is failing", "feed.events.warn-at is 100");
        assertThat(told(5000)).isEmpty();
        assertThat(told(50)).isEmpty();
        assertThat(told(49)).singleElement().asString().contains("49 events wait for sink kafka now");
        assertThat(told(100)).hasSize(1);
    }

    private List<String> told(long lag) {
        return LogLines.of(
                Level.INFO,
                () -> backlog.look(new RelayStatus(
                        "kafka", RelayStatus.State.failing, Instant.EPOCH, 0, lag, Instant.EPOCH, "away")));
    }
}
