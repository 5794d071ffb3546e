package dev.accountfeed.reload;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.Validation;
import dev.accountfeed.auth.ServiceAccountKeyFile;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.provider.Provider;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;

/** Reads what a user wrote, and builds the poll routes of it. */
public final class RouteSets implements AutoCloseable {

    private final Path config;
    private final Path routes;
    private final SideContexts contexts;
    private final Set<RouteSet> open = ConcurrentHashMap.newKeySet();
    private BiConsumer<Registry, Collection<Provider>> beans = (registry, providers) -> {};

    /** @param main the application's context, whose settings and beans the routes share */
    public RouteSets(CamelContext main, Path config, Path routes) {
        this.config = config;
        this.routes = routes;
        this.contexts = new SideContexts(main);
    }

    /** @param ofEachSet binds what is made anew for each set, given its providers */
    public void beans(BiConsumer<Registry, Collection<Provider>> ofEachSet) {
        beans = ofEachSet;
    }

    /**
     * Reads and checks everything; nothing runs yet.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public Candidate read() {
        DefaultCamelContext context = contexts.open("polls");
        Loaded<Validation.Configuration> loaded = new Validation(
                        config, routes, context::resolvePropertyPlaceholders, ServiceAccountKeyFile::check)
                .load();
        if (loaded.value().isEmpty()) {
            context.stop();
            throw new ConfigurationException(loaded.findings());
        }
        return new Candidate(this, context, loaded.value().get());
    }

    /** Starts the routes of a candidate. */
    RouteSet start(DefaultCamelContext context, Validation.Configuration configuration) {
        try {
            SideContexts.configure(context);
            beans.accept(
                    context.getRegistry(), configuration.providers().sound().values());
            new RouteFolder(routes).polls(context).load(context);
            context.start();
            RouteSet set = new RouteSet(context);
            open.removeIf(RouteSet::isStopped);
            open.add(set);
            return set;
        } catch (Exception | Error e) {
            context.stop();
            throw new ConfigurationException(new RouteFaults(routes).of(e));
        }
    }

    /** Stops all that are left. */
    @Override
    public void close() {
        open.forEach(RouteSet::stop);
        open.clear();
    }
}
