package dev.accountfeed.reload;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.Validation;
import org.apache.camel.impl.DefaultCamelContext;

/** A configuration that was read and found sound, and whose routes do not run yet. */
public final class Candidate {

    private final RouteSets sets;
    private final DefaultCamelContext context;
    private final Validation.Configuration configuration;

    Candidate(RouteSets sets, DefaultCamelContext context, Validation.Configuration configuration) {
        this.sets = sets;
        this.context = context;
        this.configuration = configuration;
    }

    public Validation.Configuration configuration() {
        return configuration;
    }

    /**
     * Starts its poll routes, which nothing calls yet.
     *
     * @throws ConfigurationException where Camel does not take them; then nothing of the candidate is left
     */
    public RouteSet start() {
        return sets.start(context, configuration);
    }
}
