package dev.accountfeed.reload;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.Validation;
import dev.accountfeed.auth.ServiceAccountKeyFile;
import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.Settings;
import dev.accountfeed.config.SettingsReader;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.source.CredentialsCheck;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;

/** Reads what a user wrote, and builds the poll routes of it. */
public final class RouteSets implements AutoCloseable {

    private final CamelContext main;
    private final Path config;
    private final RouteFolder routes;
    private final SideContexts contexts;
    private final Set<RouteSet> open = ConcurrentHashMap.newKeySet();
    private BiConsumer<Registry, Collection<Provider>> beans = (registry, providers) -> {};
    private volatile Set<Path> credentialFiles = Set.of();

    /** @param main the application's context, whose settings and beans the routes share */
    public RouteSets(CamelContext main, Path config, Path routes) {
        this.main = main;
        this.config = config;
        this.routes = RouteFolder.of(routes, main);
        this.contexts = new SideContexts(main);
    }

    /**
     * What each set has of its own.
     *
     * @param ofEachSet binds what is made anew for each set, given its providers
     */
    public void beans(BiConsumer<Registry, Collection<Provider>> ofEachSet) {
        beans = ofEachSet;
    }

    /**
     * Reads and checks everything; nothing runs yet.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public Candidate read() {
        DefaultCamelContext context = open();
        KeyFileCheck keyFiles = new KeyFileCheck();
        Validation validation = new Validation(config, routes.folder(), context::resolvePropertyPlaceholders, keyFiles);
        Loaded<Validation.Configuration> loaded = validation.load();
        credentialFiles = keyFiles.named;
        if (loaded.value().isEmpty()) {
            List<Finding> findings = validation.faults();
            context.stop();
            throw new ConfigurationException(findings);
        }
        return new Candidate(this, context, loaded.value().get());
    }

    private DefaultCamelContext open() {
        try {
            return contexts.open("polls");
        } catch (RuntimeException e) {
            List<Finding> findings = SettingsReader.unreadable(config.resolve(Settings.FILE));
            if (findings.isEmpty()) {
                throw e;
            }
            throw new ConfigurationException(findings);
        }
    }

    /** Starts the routes of a candidate. */
    RouteSet start(DefaultCamelContext context, Validation.Configuration configuration) {
        try {
            SideContexts.configure(context);
            beans.accept(
                    context.getRegistry(), configuration.providers().sound().values());
            routes.polls().load(context);
            context.start();
            RouteSet set = new RouteSet(context);
            open.removeIf(RouteSet::isStopped);
            open.add(set);
            return set;
        } catch (Exception e) {
            List<Finding> findings = faults(e, context);
            context.stop();
            throw new ConfigurationException(findings);
        }
    }

    /** What the context objects to, with its place. */
    List<Finding> faults(Exception fault, CamelContext context) {
        DefaultCamelContext settings = contexts.open("faults");
        try {
            return new RouteFaults(config, routes.folder()).of(fault, context, settings::resolvePropertyPlaceholders);
        } finally {
            settings.stop();
        }
    }

    /** The files that the inventory named when it was last read, sound or not. */
    Set<Path> credentialFiles() {
        return credentialFiles;
    }

    /** How many are not stopped yet: one, and those that polls are still under way in. */
    public long running() {
        return open.stream().filter(set -> !set.isStopped()).count();
    }

    CamelContext main() {
        return main;
    }

    Path config() {
        return config;
    }

    RouteFolder routes() {
        return routes;
    }

    SideContexts contexts() {
        return contexts;
    }

    /** Stops all that are left. */
    @Override
    public void close() {
        open.forEach(RouteSet::stop);
        open.clear();
    }

    private static final class KeyFileCheck implements CredentialsCheck {

        private final Set<Path> named = new TreeSet<>();

        @Override
        public List<Finding> check(Path file) {
            return ServiceAccountKeyFile.check(file);
        }

        @Override
        public void named(Path file) {
            named.add(file);
        }
    }
}
