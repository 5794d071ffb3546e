package dev.accountfeed.http;

import dev.accountfeed.reload.Reloads;
import dev.accountfeed.reload.RouteSet;
import dev.accountfeed.source.Inventory;
import java.util.Comparator;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.util.URISupport;

/** {@code /api/configuration}. */
public final class ConfigurationApi {

    private final CamelContext context;
    private final Supplier<Inventory> inventory;
    private final Supplier<RouteSet> polls;
    private final Reloads reloads;

    ConfigurationApi(CamelContext context, Supplier<Inventory> inventory, Supplier<RouteSet> polls, Reloads reloads) {
        this.context = context;
        this.inventory = inventory;
        this.polls = polls;
        this.reloads = reloads;
    }

    /** What runs: the inventory in numbers, the routes of triggers, polls and sinks, and what became of the last change. */
    public ConfigurationView loaded() {
        return new ConfigurationView(
                reloads.isCurrent(),
                inventory.get().sources().stream()
                        .collect(Collectors.groupingBy(
                                source -> source.provider().name(), TreeMap::new, Collectors.counting())),
                Stream.concat(context.getRoutes().stream(), polls.get().routes().stream())
                        .map(ConfigurationApi::view)
                        .sorted(Comparator.comparing(ConfigurationView.Route::id))
                        .toList(),
                reloads.last().map(ConfigurationView.Change::of).orElse(null));
    }

    private static ConfigurationView.Route view(Route route) {
        return new ConfigurationView.Route(
                route.getRouteId(),
                Objects.requireNonNullElse(route.getDescription(), ""),
                // Without its options and its password, which are not to be shown.
                URISupport.sanitizeUri(route.getEndpoint().getEndpointBaseUri()));
    }
}
