package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.sink.EventFiles;
import dev.accountfeed.sink.FeedVerifier;
import dev.accountfeed.source.Poller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands snapshot, accept-deletes and forget, beside polls that go on. */
class SourceCommandsIT {

    private static final String BIP =
            "  - {id: bip, provider: infobip, url: $SANDBOX, every: %s, credentials: {username: Aladdin, password: open sesame}}\n";
    private static final String VOX =
            "  - {id: vox, provider: voximplant, url: $VOXIMPLANT, every: 3000d, credentials: {file: $CREDENTIALS}}\n";
    private static final String PROVIDERS = """
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 10s}
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 10s}
            """;

    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(0, Clock.systemUTC());
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private RunningFeed start(String every, String... others) {
        return RunningFeed.start(
                folder, sandbox, "sources:\n" + BIP.formatted(every) + String.join("", others) + PROVIDERS);
    }

    private List<String> proved() throws IOException {
        List<String> problems = new ArrayList<>();
        FeedVerifier verifier = new FeedVerifier(problems::add);
        new EventFiles(folder.resolve("data")).forEachLine(verifier::accept);
        assertThat(verifier.summary().events()).isPositive();
        return problems;
    }

    @Test
    void aSnapshotTellsEveryKnownAccountAgainAsItWasLastSent() throws IOException {
        try (RunningFeed feed = start("3000d", VOX)) {
            sandbox.remove("infobip", "02D7060AA84699271CD92369F2DEBABF");
            feed.poll("bip");
            feed.poll("bip");
            long before = feed.sequence();
            assertThat(feed.commands().snapshot("bip", null)).isEqualTo(2);
            assertThat(feed.ops("bip", before)).hasSize(2).allMatch(op -> op.startsWith("r:"));
            assertThat(feed.ops("vox", before)).isEmpty();
            for (JsonNode event : feed.eventsAfter(before)) {
                assertThat(event.at("/data/revision").asInt()).isEqualTo(2);
                assertThat(event.at("/data/trigger").asText()).isEqualTo("snapshot");
                assertThat(event.at("/data/before")).isEqualTo(event.at("/data/after"));
                assertThat(event.at("/data").has("changed")).isFalse();
            }
            assertThat(feed.commands().snapshot("*", null)).isEqualTo(3);
            feed.poll("bip");
            feed.poll("vox");
            assertThat(feed.sequence()).as("polls find nothing new").isEqualTo(before + 5);

            // What is held stays held.
            sandbox.fault("infobip", "empty-list");
            feed.poll("bip");
            feed.commands().snapshot("bip", null);
            assertThat(feed.held("bip")).containsEntry("empty-list", 2L);
            before = feed.sequence();
            assertThat(feed.commands().accept("bip", "kafka", null)).isEqualTo(2);
            assertThat(feed.eventsAfter(before))
                    .allMatch(event -> event.at("/data/trigger").asText().equals("kafka")
                            && event.at("/data/revision").asInt() == 5);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> feed.commands().snapshot("bib", null))
                    .withMessage("nothing is known of source bib; known: bip, vox");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> feed.commands().forget("bip", "http"))
                    .withMessageContaining("is in sources.yaml");
        }
        assertThat(proved()).isEmpty();
    }

    @Test
    void commandsAndPollsTakeTurns() throws IOException {
        sandbox.accounts(50);
        try (RunningFeed feed = start("100ms")) {
            CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> IntStream.range(0, 200)
                    .forEach(i ->
                            sandbox.update("infobip", Sandbox.key(1 + i % 50), "{\"name\": \"changed " + i + "\"}")));
            for (int i = 0; i < 10; i++) {
                assertThat(feed.commands().snapshot("bip", null)).isEqualTo(50);
                String id = feed.request("bip");
                assertThat(feed.result(id).outcome()).isEqualTo(Outcome.OK);
            }
            changes.join();
            assertThat(feed.status("bip").failedPolls()).isZero();
            int slow = sandbox.fault("{\"fault\": \"slow\", \"seconds\": 1}");
            String poll = feed.request("bip");
            await().until(() -> feed.bean("poller", Poller.class).isRunning(poll));
            feed.commands().snapshot("bip", null);
            assertThat(feed.bean("poller", Poller.class).result(poll)).isPresent();
            sandbox.clearFault(slow);
        }
        assertThat(proved()).isEmpty();
    }

    @Test
    void aForgottenSourceLeavesDeletesAndNoState() throws IOException {
        start("3000d", VOX).close();
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, "sources:\n" + VOX + PROVIDERS)) {
            long before = feed.sequence();
            assertThat(feed.commands().forget("bip", "http")).isEqualTo(3);
            assertThat(feed.ops("bip", before)).hasSize(3).allMatch(op -> op.startsWith("d:"));
            assertThat(feed.states().sources()).containsExactly("vox");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> feed.commands().forget("bip", "http"));
        }
        // The same name again: ids of events are never used twice.
        try (RunningFeed feed = start("3000d", VOX)) {
            List<JsonNode> again = feed.events().subList(7, 10);
            assertThat(again).allMatch(event -> event.at("/data/op").asText().equals("r"));
            assertThat(again).allMatch(event -> event.at("/data/revision").asInt() == 3);
            assertThat(feed.events().stream().map(event -> event.path("id").asText()))
                    .doesNotHaveDuplicates();
        }
        assertThat(proved()).isEmpty();
    }
}
