package dev.accountfeed.source;

import dev.accountfeed.config.Nearest;
import dev.accountfeed.provider.Providers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Reads {@code providers}. */
final class BudgetReader {

    static final Budget DEFAULT = new Budget(4, 5, Duration.ofSeconds(60));

    private BudgetReader() {}

    /** One budget for every sound provider. */
    static Map<String, Budget> read(Entry budgets, Providers providers) {
        Map<String, Budget> result = new HashMap<>();
        providers.sound().keySet().forEach(name -> result.put(name, DEFAULT));
        budgets.document().at(budgets.pointer()).fieldNames().forEachRemaining(name -> {
            if (!providers.names().contains(name)) {
                budgets.report()
                        .atKey(
                                budgets.at(name),
                                "`" + name + "` names no folder under routes/" + Nearest.hint(name, providers.names()));
            }
            result.put(name, read(budgets.below(name)));
        });
        return result;
    }

    private static Budget read(Entry entry) {
        return new Budget(
                entry.sound("concurrency") ? entry.get("concurrency").intValue() : DEFAULT.concurrency(),
                entry.sound("requestsPerSecond")
                        ? entry.get("requestsPerSecond").doubleValue()
                        : DEFAULT.requestsPerSecond(),
                entry.parsed("timeout", Recurrences::atLeastMinimum).orElse(DEFAULT.timeout()));
    }
}
