package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accountfeed.FakeClock;
import dev.accountfeed.Seeds;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.PollException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersTest {

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock("2026-11-21T16:00:00Z");

    @Test
    void aListThatIsNotReadWithinThePollsTimeDoesNotCount() throws Exception {
        byte[] list = Seeds.text("infobip-accounts.json").getBytes(StandardCharsets.UTF_8);
        Answers answers = new Answers(folder, clock);
        try (CallDeadline deadlines = new CallDeadline(clock)) {
            CallDeadline.Watch watch = Sources.watch(deadlines, clock);
            Poll poll = Sources.poll(Sources.every("s", Duration.ofMinutes(1)), watch);
            answers.begin(poll);
            answers.take(poll, 200, list);
            assertThatCode(() -> answers.list(poll)).doesNotThrowAnyException();

            watch.expire();
            assertThatThrownBy(() -> answers.list(poll)).isInstanceOf(PollException.Malformed.class);
        }
    }

    @Test
    void aSecretThatAProviderRepeatsIsMaskedBeforeItsWordsAreCut() throws Exception {
        Answers answers = new Answers(folder, clock);
        try (CallDeadline deadlines = new CallDeadline(clock)) {
            Poll poll = Sources.poll(Sources.every("s", Duration.ofMinutes(1)), Sources.watch(deadlines, clock));
            String token = "sent".repeat(100);
            poll.call().signed(() -> "Bearer " + token);

            assertThatThrownBy(() -> answers.take(poll, 401, refusal("Invalid token " + token)))
                    .hasMessage("HTTP 401, code UNAUTHORIZED: Invalid token ***");
            assertThatThrownBy(() -> answers.take(poll, 401, refusal("x".repeat(190) + " " + token)))
                    .hasMessage("HTTP 401, code UNAUTHORIZED: " + "x".repeat(190) + " ***");
        }
    }

    private static byte[] refusal(String text) {
        return ("{\"requestError\": {\"serviceException\": {\"messageId\": \"UNAUTHORIZED\", \"text\": \"" + text
                        + "\"}}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
