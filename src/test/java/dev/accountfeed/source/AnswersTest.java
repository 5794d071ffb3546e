package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.accountfeed.FakeClock;
import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.state.SourceState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void whatAnAccountSaysOfItselfIsToldInOneShortLine() throws Exception {
        String hostile = "5\\u001b[31m\\n" + "x".repeat(1000);
        Answers answers = new Answers(folder, clock);
        Source source = Sources.source("s", Seeds.VOXIMPLANT, new Recurrence.Every(Duration.ofMinutes(1)), Map.of());
        try (CallDeadline deadlines = new CallDeadline(clock)) {
            Poll poll = Sources.poll(source, Sources.watch(deadlines, clock));
            poll.state(new SourceState("s", "scope", true, "3456750", 0, null, null));

            answers.single(Json.tree("{\"result\": {\"account_id\": 1}, \"api_address\": \"" + hostile + "\"}"), poll);
            assertThat(poll.preferredAddress()).startsWith("5 [31m xxx").hasSizeLessThan(210);

            assertThatThrownBy(() ->
                            poll.checkIdentity(Json.tree("\"" + hostile + "\"").asText()))
                    .message()
                    .startsWith("the answer is about account 5 [31m xxx")
                    .hasSizeLessThan(400);
        }
    }

    private static byte[] refusal(String text) {
        return ("{\"requestError\": {\"serviceException\": {\"messageId\": \"UNAUTHORIZED\", \"text\": \"" + text
                        + "\"}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"padding\": \"$\", \"accounts\": [{\"key\": \"A\", \"enabled\": true}]}",
                "{\"padding\": \"$\", \"accounts\": []}",
                "{\"accounts\": [{\"key\": \"A\", \"enabled\": true, \"padding\": \"$\""
            })
    void nothingOfALargeAnswerStaysOpen(String list) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "a system that tells what is open");
        Answers answers = new Answers(folder, clock);
        try (CallDeadline deadlines = new CallDeadline(clock);
                DefaultCamelContext context = new DefaultCamelContext()) {
            Poll poll = Sources.poll(Sources.every("s", Duration.ofMinutes(1)), Sources.watch(deadlines, clock));
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
            exchange.getMessage()
                    .setBody(new ByteArrayInputStream(
                            list.replace("$", "x".repeat(300_000)).getBytes(StandardCharsets.UTF_8)));
            answers.begin(poll);
            answers.receive(exchange, poll);
            try {
                answers.list(poll);
            } catch (PollException.Malformed e) {
                assertThat(list).as("whole").doesNotEndWith("}");
            }

            poll.release();

            assertThat(folder).isEmptyDirectory();
            assertThat(open()).noneMatch(file -> file.contains(folder.toString()));
        }
    }

    private static List<String> open() throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                try {
                    open.add(Files.readSymbolicLink(file).toString());
                } catch (IOException e) {
                    // Closed since, such as the one of this very folder.
                }
            }
        }
        return open;
    }
}
