package dev.accountfeed.source;

import dev.accountfeed.provider.Provider;
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

    /** What all sources of a provider together may ask of it. */
    public Budget budget(Provider provider) {
        Budget budget = budgets.get(provider.name());
        if (budget == null) {
            throw new IllegalStateException("no budget for provider " + provider.name());
        }
        return budget;
    }
}
