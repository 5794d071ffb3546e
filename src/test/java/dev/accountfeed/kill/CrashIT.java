package dev.accountfeed.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.ServiceProcess;
import dev.accountfeed.faults.FaultCount;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.sink.EventFiles;
import dev.accountfeed.sink.FeedVerifier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service is killed (SIGKILL) at each step from the call to the sink's position, and goes on each time. */
class CrashIT {

    private static final int ACCOUNTS = 12;
    private static final String COMES_AND_GOES = "0123456789ABCDEF0123456789ABCDEF";

    @TempDir
    Path folder;

    private final AtomicInteger changes = new AtomicInteger();

    @Test
    void whereverItIsKilledNothingIsLostNorTwiceNorFalselyDeleted() throws Exception {
        FaultCount count = new FaultCount("crash");
        ScheduledExecutorService life = Executors.newSingleThreadScheduledExecutor();
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                ServiceProcess service = prepare(sandbox)) {
            sandbox.accounts(ACCOUNTS);
            life.scheduleAtFixedRate(() -> change(sandbox), 0, 20, TimeUnit.MILLISECONDS);
            for (Step step : Step.ALL) {
                Debugger.startTo(step, service::start);
                service.kill();
                count.survived(1);
            }
            service.start();
            life.shutdown();
            assertThat(life.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> lost(sandbox, service).isEmpty());
            assertThat(service.end()).as("seconds of a stop").isLessThan(30);
            assertThat(service.temporary())
                    .as("what the kills have left behind")
                    .isEmptyDirectory();

            List<String> problems = new ArrayList<>();
            FeedVerifier verifier = new FeedVerifier(problems::add);
            new EventFiles(service.data()).forEachLine(verifier::accept);
            List<String> falseDeletes = service.events().stream()
                    .filter(event -> event.at("/data/op").asText().equals("d"))
                    .map(event -> event.path("subject").asText())
                    .filter(id -> !id.equals(COMES_AND_GOES))
                    .toList();
            count.lost(lost(sandbox, service).size());
            count.duplicated(problems.size());
            count.falseDeletes(falseDeletes.size());
            count.write();
            assertThat(problems).isEmpty();
            assertThat(falseDeletes).isEmpty();
            assertThat(verifier.summary().events()).isGreaterThan(Step.ALL.size());
        } finally {
            life.shutdownNow();
        }
    }

    private ServiceProcess prepare(Sandbox sandbox) throws Exception {
        String sources = """
                sources:
                  - {id: list, provider: infobip, url: %s, every: 100ms, credentials: {username: Aladdin, password: open sesame}}
                providers:
                  infobip: {concurrency: 4, requestsPerSecond: 1000, timeout: 5s}
                """.formatted(sandbox.url("infobip"));
        return ServiceProcess.prepare(
                folder,
                sources,
                Map.of(
                        "camel.server.enabled", "false",
                        "camel.management.enabled", "false",
                        "feed.file.max-bytes", "8192"));
    }

    /** An account changes; every now and then one goes, for longer than two polls take, or comes back. */
    private void change(Sandbox sandbox) {
        int change = changes.incrementAndGet();
        if (change % 60 == 0) {
            sandbox.put("infobip", "{\"key\": \"" + COMES_AND_GOES + "\", \"name\": \"guest\", \"enabled\": true}");
        } else if (change % 60 == 30) {
            sandbox.remove("infobip", COMES_AND_GOES);
        } else {
            sandbox.update("infobip", Sandbox.key(1 + change % ACCOUNTS), "{\"name\": \"change " + change + "\"}");
        }
    }

    /** Accounts of which the last event is not what the provider has. */
    private static Map<String, String> lost(Sandbox sandbox, ServiceProcess service) throws Exception {
        Map<String, String> told = new LinkedHashMap<>();
        for (JsonNode event : service.events()) {
            told.put(
                    event.path("subject").asText(), event.at("/data/after/name").asText());
        }
        Map<String, String> lost = new LinkedHashMap<>();
        for (int number = 1; number <= ACCOUNTS; number++) {
            String key = Sandbox.key(number);
            Optional<JsonNode> account = sandbox.account("infobip", key);
            String name = account.orElseThrow().path("name").asText();
            if (!name.equals(told.get(key))) {
                lost.put(key, name);
            }
        }
        return lost;
    }
}
