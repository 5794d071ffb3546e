package dev.accountfeed.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.config.YamlDocument;
import dev.accountfeed.operate.Promtool.Expected;
import dev.accountfeed.operate.Promtool.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert is met by a real fault, and goes when the fault does; the dashboard shows what there is. */
class AlertsIT {

    private static final Path RULES = Path.of("deploy/prometheus/account-feed.rules.yml");

    @TempDir
    private static Path folder;

    private static FeedStory story;
    private static Map<String, List<Scrape>> faults;

    @BeforeAll
    static void tell() throws Exception {
        story = new FeedStory(folder);
        faults = story.tell();
    }

    @AfterAll
    static void stop() {
        story.close();
    }

    /** A rule of the file. */
    record Alert(String name, String expression) {}

    static Stream<Alert> alerts() throws Exception {
        List<Alert> alerts = new ArrayList<>();
        JsonNode rules = YamlDocument.parse(RULES, Files.readString(RULES))
                .value()
                .orElseThrow()
                .root()
                .at("/groups/0/rules");
        rules.forEach(rule -> alerts.add(
                new Alert(rule.path("alert").asText(), rule.path("expr").asText())));
        return alerts.stream();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertComesWithItsFaultAndGoesWithIt(Alert alert) throws Exception {
        Promtool.assume();
        List<Scrape> scrapes = faults.get(alert.name);
        assumeTrue(
                scrapes != null || !alert.name.equals("AccountFeedDiskFull"),
                "this process may not mount a disk to fill: this is not tested");
        assertThat(scrapes).as("a fault for %s in FeedStory", alert.name).isNotNull();

        List<Phase> phases = new ArrayList<>();
        // Longer than the longest window that a rule looks back.
        phases.add(new Phase(scrapes.get(0), 30));
        scrapes.subList(1, scrapes.size() - 1).forEach(fault -> phases.add(new Phase(fault, 3)));
        int last = phases.stream().mapToInt(Phase::minutes).sum() - 1;
        phases.add(new Phase(scrapes.get(scrapes.size() - 1), 90));

        Promtool.evaluate(
                alert.name,
                phases,
                List.of(
                        new Expected(alert.expression, 29, false),
                        new Expected(alert.expression, last, true),
                        new Expected(alert.expression, last + 89, false)));
    }

    @Test
    void theDashboardAsksForMetricsAndLabelsThatThereAre() throws Exception {
        Map<String, Set<String>> known = labels();
        assertThat(Dashboard.queries()).hasSizeGreaterThan(20).allSatisfy(query -> {
            assertThat(known.keySet()).as(query).containsAll(Dashboard.metrics(query));
            Set<String> labels = new TreeSet<>(Set.of("instance", "job"));
            Dashboard.metrics(query).forEach(metric -> labels.addAll(known.get(metric)));
            assertThat(labels).as(query).containsAll(Dashboard.labels(query));
        });
    }

    @Test
    void everyPanelOfTheDashboardHasSomethingToShow() throws Exception {
        Promtool.assume();
        List<Phase> all = new ArrayList<>();
        faults.values().forEach(scrapes -> scrapes.forEach(scrape -> all.add(new Phase(scrape, 2))));
        int end = 2 * all.size() - 1;
        List<Expected> expected = Dashboard.queries().stream()
                .map(query ->
                        new Expected("count_over_time((" + Dashboard.plain(query) + ")[" + end + "m:1m])", end, true))
                .toList();
        Promtool.evaluate("dashboard", all, expected);
    }

    @Test
    void everyMetricIsInTheTableOfTheOperationsPage() throws Exception {
        Set<String> told = new TreeSet<>();
        for (String name : labels().keySet()) {
            if (name.startsWith("account_feed_")) {
                told.add(name.replaceFirst("_(bucket|sum|count|max)$", ""));
            }
        }
        assertThat(OperationsPage.metrics()).isEqualTo(told);
    }

    private static Map<String, Set<String>> labels() {
        Map<String, Set<String>> all = new TreeMap<>();
        faults.values()
                .forEach(scrapes -> scrapes.forEach(scrape -> scrape.labels()
                        .forEach((name, labels) -> all.computeIfAbsent(name, none -> new TreeSet<>())
                                .addAll(labels))));
        return all;
    }
}
