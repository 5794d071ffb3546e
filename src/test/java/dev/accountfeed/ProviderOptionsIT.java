package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.PollResult;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of several pages, accounts of several calls, ids that no answer holds. */
class ProviderOptionsIT {

    private static final String SOURCES = """
            defaults: {every: 1d}
            sources:
              - id: twi
                provider: twilio
                url: $SANDBOX/2010-04-01
                credentials: {username: AC00000000000000000000000000000001, password: sandbox-auth-token}
              - id: tel
                provider: telnyx
                url: $SANDBOX/v2
                credentials: {token: sandbox-bearer-key}
                options: {accountId: main}
              - id: vox
                provider: voximplant
                url: $VOXIMPLANT
                credentials: {file: $CREDENTIALS}
                options: {children: true}
              - id: own
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                options: {key: _, balance: true}
              - id: own-xml
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                options: {key: _, balance: true, format: xml}
            providers:
              twilio: {concurrency: 4, requestsPerSecond: 10000, timeout: 10s}
              telnyx: {concurrency: 4, requestsPerSecond: 10000, timeout: 10s}
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 10s}
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 10s}
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
    void malformed() {
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, SOURCES)) {
            sandbox.requests().clear();
            sandbox.fault("infobip", "malformed");
            System.out.println(feed.poll("own"));
            System.out.println(feed.poll("own-xml"));
            System.out.println(sandbox.requests().counts());
            sandbox.fault("twilio", "malformed");
            System.out.println(feed.poll("twi"));
            System.out.println(sandbox.requests().counts());
        }
    }

    @Test
    void aList() {
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, SOURCES)) {
            feed.status().forEach(s -> System.out.println(s));
            feed.events().forEach(e -> System.out.println(e));
        }
    }
}
