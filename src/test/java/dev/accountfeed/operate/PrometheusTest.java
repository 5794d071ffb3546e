package dev.accountfeed.operate;

import org.junit.jupiter.api.Test;

/** The alert rules by Prometheus' own tool: their form, and how long each waits. */
class PrometheusTest {

    @Test
    void theRulesAreRules() throws Exception {
        Promtool.assume();
        Promtool.run("check", "rules", "deploy/prometheus/account-feed.rules.yml");
    }

    @Test
    void alertsWaitAsLongAsTheirTestsSay() throws Exception {
        Promtool.assume();
        Promtool.run("test", "rules", "deploy/prometheus/account-feed.tests.yml");
    }
}
