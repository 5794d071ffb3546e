package dev.accountfeed;

import dev.accountfeed.config.CurrentSettings;
import dev.accountfeed.config.Settings;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.sink.Backlog;
import dev.accountfeed.sink.FilePermissions;
import dev.accountfeed.sink.FileReplay;
import dev.accountfeed.sink.FileSink;
import dev.accountfeed.sink.KafkaProducers;
import dev.accountfeed.sink.KafkaSink;
import dev.accountfeed.sink.PromptProducers;
import dev.accountfeed.sink.Relay;
import dev.accountfeed.sink.RelayStatus;
import dev.accountfeed.sink.Retention;
import dev.accountfeed.sink.Sink;
import dev.accountfeed.state.Departures;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private final FileSink fileSink;
    private final List<Relay> relays = new ArrayList<>();

    Sinks(CamelContext context, CurrentSettings current, Path data, EventLog log, Departures departures, Clock clock) {
        Settings settings = current.get();
        Registry registry = context.getRegistry();
        FilePermissions permissions = new FilePermissions(settings.filePermissions());
        fileSink = new FileSink(data, clock, settings.fileMaxBytes(), permissions);
        registry.bind("fileSink", fileSink);
        registry.bind("fileReplay", new FileReplay(data, permissions));
        ProducerTemplate template = context.createProducerTemplate();
        for (String name : settings.sinks()) {
            if (name.equals("kafka")) {
                KafkaProducers producers = new KafkaProducers();
                registry.bind("kafkaProducers", producers);
                registry.bind("kafkaReplayProducers", new PromptProducers());
                registry.bind("kafkaSink", new KafkaSink(context, log, departures, settings.kafka(), producers, clock));
            }
            Relay relay = relay(name, registry, template, log, clock);
            relays.add(relay);
            registry.bind(name + "Relay", relay);
        }
        registry.bind("backlog", new Backlog(relays, settings.eventsWarnAt()));
        registry.bind(
                "retention", new Retention(log, relays, () -> current.get().eventsKeep(), clock));
    }

    private static Relay relay(String name, Registry registry, ProducerTemplate template, EventLog log, Clock clock) {
        Sink sink = registry.lookupByNameAndType(name + "Sink", Sink.class);
        String route = "direct:account-events-" + name;
        return new Relay(
                name,
                log,
                sink,
                events -> {
                    if (sink instanceof KafkaSink kafka) {
                        kafka.append(events);
                    } else if (sink != null) {
                        deliver(template, route, events);
                    } else {
                        // A route of the user's own: one event an exchange, which suits any endpoint.
                        for (StoredEvent event : events) {
                            deliver(template, route, event.json());
                        }
                    }
                },
                clock);
    }

    private static void deliver(ProducerTemplate template, String route, Object body) throws Exception {
        Exchange sent = template.send(route, exchange -> exchange.getMessage().setBody(body));
        if (sent.getException() != null) {
            throw sent.getException();
        }
    }

    /** How each is doing. */
    List<RelayStatus> status() {
        return relays.stream().map(Relay::status).toList();
    }

    /** Those in a gap go on behind the sequence. */
    void resume(long sequence) {
        relays.forEach(relay -> relay.resumeAfter(sequence));
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
