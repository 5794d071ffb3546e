package dev.accountfeed.reload;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.Validation;
import dev.accountfeed.config.Placeholders;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;

/** A configuration that was read and found sound, and whose routes do not run yet. */
public final class Candidate implements AutoCloseable {

    private final RouteSets sets;
    private final DefaultCamelContext context;
    private final Validation.Configuration configuration;
    private final Properties properties;
    private boolean started;

    Candidate(RouteSets sets, DefaultCamelContext context, Validation.Configuration configuration) {
        this.sets = sets;
        this.context = context;
        this.configuration = configuration;
        this.properties = resolved(context);
    }

    public Validation.Configuration configuration() {
        return configuration;
    }

    /** All settings, Camel's and the user's own included; with their placeholders one changes as another does. */
    Properties properties() {
        return properties;
    }

    private static Properties resolved(DefaultCamelContext context) {
        Properties written = context.getPropertiesComponent().loadProperties(name -> true);
        Properties resolved = new Properties();
        for (String name : written.stringPropertyNames()) {
            String value = written.getProperty(name);
            // Where one is missing, nobody could use it either.
            resolved.setProperty(
                    name,
                    Placeholders.resolve(value, context::resolvePropertyPlaceholders, problem -> {})
                            .orElse(value));
        }
        return resolved;
    }

    /**
     * Starts its poll routes, which nothing calls yet.
     *
     * @throws ConfigurationException where Camel does not take them; then nothing of the candidate is left
     */
    public RouteSet start() {
        started = true;
        return sets.start(context, configuration);
    }

    /** Ends what was not started. */
    @Override
    public void close() {
        if (!started) {
            context.stop();
        }
    }
}
