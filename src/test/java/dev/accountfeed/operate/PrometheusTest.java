package dev.accountfeed.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alert rules: their form and how long each waits, by Prometheus' own tool, and a page on each. */
class PrometheusTest {

    private static final String RULES = "deploy/prometheus/account-feed.rules.yml";
    private static final String TESTS = "deploy/prometheus/account-feed.tests.yml";

    @Test
    void theRulesAreRules() throws Exception {
        Promtool.assume();
        Promtool.run("check", "rules", RULES);
    }

    @Test
    void alertsWaitAsLongAsTheirTestsSay() throws Exception {
        Promtool.assume();
        Promtool.run("test", "rules", TESTS);
    }

    @Test
    void thePageSaysOfEveryAlertWhatItMeans() throws Exception {
        String rules = Files.readString(Path.of(RULES));
        String tests = Files.readString(Path.of(TESTS));
        String page = OperationsPage.text();

        assertThat(Pattern.compile("alert: (\\w+)").matcher(rules).results().map(alert -> alert.group(1)))
                .isNotEmpty()
                .allSatisfy(alert -> {
                    assertThat(page).contains("\n### " + alert + "\n");
                    assertThat(rules).contains("runbook: docs/operations.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
                    assertThat(Pattern.compile("alertname: " + alert + "\\b")
                                    .matcher(tests)
                                    .results())
                            .as("times at which %s is quiet, and at which it is not", alert)
                            .hasSizeGreaterThan(1);
                });
        assertThat(Pattern.compile("(?m)^### (AccountFeed\\w+)$")
                        .matcher(page)
                        .results()
                        .map((MatchResult alert) -> alert.group(1)))
                .allSatisfy(alert -> assertThat(rules).contains("alert: " + alert + "\n"));
    }
}
