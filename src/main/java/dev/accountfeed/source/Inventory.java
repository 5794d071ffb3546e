package dev.accountfeed.source;

import java.util.List;
import java.util.Map;

/**
 * What is polled: {@code config/sources.yaml}, read and found sound.
 *
 * @param budgets by provider name; one for every provider
 */
public record Inventory(List<Source> sources, Map<String, Budget> budgets) {

    public Inventory {
        sources = List.copyOf(sources);
        budgets = Map.copyOf(budgets);
    }
}
