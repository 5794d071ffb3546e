package dev.accountfeed.reload;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.jspecify.annotations.Nullable;

/** Makes Camel contexts beside the application's own: with its settings, read anew, and its beans, by their names. */
final class SideContexts {

    /** What belongs to the application as a whole, or would make routes that nobody asked for. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "camel.main.configurationClasses", Nothing.class.getName(),
            "camel.main.routesIncludePattern", "false",
            "camel.main.javaRoutesIncludePattern", "false",
            "camel.main.jmxEnabled", "false",
            "camel.main.startupSummaryLevel", "Off",
            "camel.main.autoConfigurationLogSummary", "false",
            "camel.metrics.enabled", "false",
            "camel.server.enabled", "false",
            "camel.management.enabled", "false");

    private final CamelContext main;
    private final Properties overrides = new Properties();
    private final AtomicInteger count = new AtomicInteger();

    SideContexts(CamelContext main) {
        this.main = main;
        Properties given = properties(main).getOverrideProperties();
        if (given != null) {
            overrides.putAll(given);
        }
    }

    /** A context that knows the settings as they are in their files now, and lends its property functions. */
    DefaultCamelContext open(String name) {
        DefaultCamelContext context = new DefaultCamelContext(false);
        context.getCamelContextExtension().setName(main.getName() + "-" + name + "-" + count.incrementAndGet());
        context.disableJMX();
        context.getCamelContextExtension().addInterceptStrategy(new BeanMethods());
        context.getCamelContextExtension().setRegistry(new DefaultRegistry(new ByName(main.getRegistry())));
        PropertiesComponent given = properties(main);
        PropertiesComponent properties = properties(context);
        given.getLocations().forEach(properties::addLocation);
        properties.setIgnoreMissingLocation(given.isIgnoreMissingLocation());
        Properties initial = given.getInitialProperties();
        if (initial != null) {
            properties.setInitialProperties(initial);
        }
        properties.setOverrideProperties(overrides);
        // Makes the settings readable.
        context.build();
        return context;
    }

    /** Applies {@code camel.*} as Camel's own main does; routes may be loaded then. */
    static void configure(DefaultCamelContext context) {
        Properties all = new Properties();
        all.putAll(properties(context).getOverrideProperties());
        all.putAll(NOT_HERE);
        all.setProperty("camel.main.name", context.getName());
        SimpleMain helper = new SimpleMain(context);
        helper.setOverrideProperties(all);
        helper.init();
        // By itself Camel uses camel.ssl only for addresses that a route writes with https: ours are the sources' urls.
        if (context.getSSLContextParameters() != null) {
            context.getComponent("http", HttpComponent.class)
                    .setSslContextParameters(context.getSSLContextParameters());
        }
    }

    /** Has the application read its settings again, but for some that keep their values. */
    void renew(Properties kept) {
        keep(kept);
        properties(main).reloadProperties("*");
    }

    /** Lets the application go on with these values, whatever its files say. */
    void keep(Properties kept) {
        Properties all = new Properties();
        all.putAll(overrides);
        all.putAll(kept);
        properties(main).setOverrideProperties(all);
    }

    private static PropertiesComponent properties(CamelContext context) {
        return (PropertiesComponent) context.getPropertiesComponent();
    }

    /** The setting may not be empty. */
    public static final class Nothing implements CamelConfiguration {}

    /** Beans are found by the names that routes give; what Camel looks for by type, each context has of its own. */
    private record ByName(Registry registry) implements BeanRepository {

        @Override
        public @Nullable Object lookupByName(String name) {
            return registry.lookupByName(name);
        }

        @Override
        public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
            return registry.lookupByNameAndType(name, type);
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return Map.of();
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return Set.of();
        }
    }
}
