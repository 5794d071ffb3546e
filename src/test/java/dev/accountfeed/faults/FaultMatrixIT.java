package dev.accountfeed.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.MovableClock;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.TestRoutes;
import dev.accountfeed.account.Json;
import dev.accountfeed.sandbox.Sandbox;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way in which a poll can fail, by every form of an answer: {@code fault-matrix.txt}, the lower half of the
 * contract's table in section 7.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FaultMatrixIT {

    private static final String SOURCES =
            "sources:\n" + Stream.of(Form.values()).map(Form::entry).reduce("", String::concat) + """
            providers:
              voximplant: {concurrency: 16, requestsPerSecond: 10000, timeout: 2500ms}
              infobip: {concurrency: 16, requestsPerSecond: 10000, timeout: 2500ms}
            """;

    /** Faults of a list's rows, of which the good ones count: GuardsIT plays them. */
    private static final Set<String> PLAYED_ELSEWHERE = Set.of("partial-list");

    private final MovableClock clock = new MovableClock();
    private final FaultCount count = new FaultCount("fault matrix");

    private Sandbox sandbox;
    private RunningFeed feed;

    @BeforeAll
    void start(@TempDir Path folder) {
        sandbox = Sandbox.start(0, clock);
        Stream.of(Form.values())
                .filter(form -> !form.isVoximplant())
                .forEach(form -> sandbox.infobipUser(form.id(), "pw"));
        feed = RunningFeed.start(
                folder,
                sandbox,
                SOURCES,
                clock,
                Map.of(
                        "camel.component.http.soTimeout",
                        "700",
                        "feed.routes",
                        TestRoutes.smallAnswers(folder).toString()));
    }

    @AfterAll
    void stop() throws Exception {
        feed.close();
        sandbox.close();
        count.write();
    }

    @TestFactory
    Stream<DynamicNode> everyFaultDoesWhatTheContractSays() {
        return FaultRow.all().entrySet().stream()
                .map(group -> DynamicContainer.dynamicContainer(
                        group.getKey(), group.getValue().stream().map(this::container)));
    }

    /** The forms of a row are polled together and looked at one by one. */
    private DynamicNode container(FaultRow row) {
        FaultTrial trial = new FaultTrial(row, feed, sandbox, clock);
        return DynamicContainer.dynamicContainer(
                row.name(),
                row.meets().stream()
                        .map(form -> DynamicTest.dynamicTest(form.id(), () -> {
                            trial.check(form);
                            count.survived(1);
                        })));
    }

    @Test
    void everyFaultOfTheSandboxIsPlayed() throws Exception {
        String known = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.url() + "/sandbox/faults"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Set<String> played = new HashSet<>(PLAYED_ELSEWHERE);
        for (List<FaultRow> rows : FaultRow.all().values()) {
            rows.stream()
                    .filter(row -> row.fault().startsWith("{"))
                    .forEach(row ->
                            played.add(Json.tree(row.fault()).path("fault").asText()));
        }
        Set<String> names = new HashSet<>();
        Json.tree(known).path("known").fieldNames().forEachRemaining(names::add);
        assertThat(names).hasSizeGreaterThan(30).isEqualTo(played);
    }
}
