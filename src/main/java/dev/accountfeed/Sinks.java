package dev.accountfeed;

import dev.accountfeed.config.Settings;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.sink.FilePermissions;
import dev.accountfeed.sink.FileSink;
import dev.accountfeed.sink.Relay;
import dev.accountfeed.sink.Retention;
import dev.accountfeed.sink.Sink;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured sinks, each with the relay that feeds it. */
final class Sinks {

    private static final Logger LOG = LoggerFactory.getLogger(Sinks.class);

    private static final Duration SINK_PATIENCE = Duration.ofSeconds(5);
    private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(8);

    private final EventLog log;
    private final Clock clock;
    private final FileSink fileSink;
    private final List<Relay> relays = new ArrayList<>();

    Sinks(CamelContext context, Settings settings, Path data, EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
        Registry registry = context.getRegistry();
        fileSink = new FileSink(data, clock, settings.fileMaxBytes(), new FilePermissions(settings.filePermissions()));
        registry.bind("fileSink", fileSink);
        ProducerTemplate template = context.createProducerTemplate();
        for (String name : settings.sinks()) {
            Sink sink = registry.lookupByNameAndType(name + "Sink", Sink.class);
            String route = "direct:account-events-" + name;
            relays.add(new Relay(
                    name,
                    log,
                    sink,
                    events -> {
                        if (sink != null) {
                            deliver(template, route, events);
                        } else {
                            // A route of the user's own: one event an exchange, which suits any endpoint.
                            for (StoredEvent event : events) {
                                deliver(template, route, event.json());
                            }
                        }
                    },
                    clock));
        }
    }

    private static void deliver(ProducerTemplate template, String route, Object body) throws Exception {
        Exchange sent = template.send(route, exchange -> exchange.getMessage().setBody(body));
        if (sent.getException() != null) {
            throw sent.getException();
        }
    }

    /** Forgets stored events that every sink has, when they are old enough. */
    Retention retention(Supplier<Duration> keep) {
        return new Retention(log, relays, keep, clock);
    }

    /** Begins to deliver. */
    void start() {
        relays.forEach(relay -> relay.start(SINK_PATIENCE));
    }

    /** Does something while nothing is delivered. */
    void whileWaiting(Runnable change) {
        try {
            relays.forEach(relay -> relay.pause(SINK_PATIENCE));
            change.run();
        } finally {
            relays.forEach(Relay::resume);
        }
    }

    /** Delivers what is left, and ends. */
    void stop() {
        // Side by side: one that is down must not take the time of the others.
        relays.parallelStream().forEach(relay -> relay.close(FLUSH_PATIENCE));
    }

    /** Closes what the sink routes used. */
    void close() {
        try {
            fileSink.close();
        } catch (IOException e) {
            LOG.warn("The events file could not be closed: {}", e.toString());
        }
    }
}
