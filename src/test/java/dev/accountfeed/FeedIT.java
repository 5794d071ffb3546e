package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a provider's answer to events, through the shipped routes and settings. */
class FeedIT {

    private static final String VOXIMPLANT = """
            sources:
              - id: vox
                provider: voximplant
                url: $VOXIMPLANT
                credentials: {file: $CREDENTIALS}
                every: 1d
            providers:
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
            """;

    private static final String INFOBIP = """
            sources:
              - id: bip
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                every: 1d
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
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

    @Test
    void oneUnchangedAccountPolledAThousandTimesMakesOneEvent() {
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, VOXIMPLANT)) {
            for (int i = 0; i < 999; i++) {
                assertThat(feed.poll("vox").outcome()).isEqualTo(Outcome.OK);
            }
            assertThat(feed.ops()).containsExactly("r:3456750");
        }
    }

    @Test
    void restartsMakeNoFurtherEvent() {
        for (int i = 0; i < 3; i++) {
            try (RunningFeed feed = RunningFeed.start(folder, sandbox, INFOBIP)) {
                assertThat(feed.ops()).hasSize(3).allMatch(op -> op.startsWith("r:"));
            }
        }
    }

    @Test
    void thereAndBackAgainMakesTwoUpdates() {
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, VOXIMPLANT)) {
            sandbox.update("voximplant", "3456750", "{\"frozen\": true}");
            feed.poll("vox");
            sandbox.update("voximplant", "3456750", "{\"frozen\": false}");
            feed.poll("vox");
            assertThat(feed.ops()).containsExactly("r:3456750", "u:3456750", "u:3456750");
            assertThat(feed.events().get(1).at("/data/changed").toString())
                    .isEqualTo("[\"/attributes/frozen\",\"/status\"]");
        }
    }

    @Test
    void aRealRemovalMakesExactlyOneDeleteAfterTwoPolls() {
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, INFOBIP)) {
            sandbox.remove("infobip", "02D7060AA84699271CD92369F2DEBABF");
            feed.poll("bip");
            assertThat(feed.ops()).hasSize(3);
            feed.poll("bip");
            feed.poll("bip");
            assertThat(feed.ops()).hasSize(4).endsWith("d:02D7060AA84699271CD92369F2DEBABF");
        }
    }

    @Test
    void anAnswerThatCannotBeParsedIsAskedForOnceMoreAndNoMore() {
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, VOXIMPLANT)) {
            sandbox.requests().clear();
            sandbox.fault("voximplant", "malformed");
            assertThat(feed.poll("vox").outcome()).isEqualTo(Outcome.MALFORMED);
            assertThat(sandbox.requests().count("voximplant")).isEqualTo(2);
            assertThat(feed.deadLetters()).hasSize(1);
            assertThat(feed.ops()).hasSize(1);
        }
    }
}
