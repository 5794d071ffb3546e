package dev.accountfeed.cli;

import dev.accountfeed.Validation;
import dev.accountfeed.source.Inventory;
import dev.accountfeed.source.Source;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the service runs, and where to look: nothing more comes while all is well. */
final class Begun extends MainListenerSupport {

    private static final Logger LOG = LoggerFactory.getLogger(Begun.class);

    private final Folders folders;

    Begun(Folders folders) {
        this.folders = folders;
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        long sources = context.getRegistry().lookupByNameAndType("inventory", Inventory.class).sources().stream()
                .filter(Source::enabled)
                .count();
        if (!Boolean.TRUE.equals(context.isAutoStartup())) {
            nothing("camel.main.autoStartup is false");
        } else if (sources == 0) {
            nothing("no source in " + folders.config.resolve(Validation.INVENTORY)
                    + " is enabled; it is read again when you save it");
        } else {
            LOG.info(words(sources, context::resolvePropertyPlaceholders));
        }
    }

    private static void nothing(String reason) {
        LOG.warn("Running, and nothing is polled: {}", reason);
    }

    /** What is polled, where its events go, and where it can be watched. */
    static String words(long sources, UnaryOperator<String> placeholders) {
        String words = "Running: " + sources + (sources == 1 ? " source" : " sources") + ", events to "
                + placeholders.apply("{{feed.sinks}}");
        boolean served = placeholders.apply("{{camel.server.enabled:false}}").equals("true")
                // Any that is free: nobody knows it beforehand.
                && !placeholders.apply("{{camel.server.port:8080}}").equals("0");
        return served ? words + "; see " + FeedClient.url(placeholders) + "/" : words;
    }
}
