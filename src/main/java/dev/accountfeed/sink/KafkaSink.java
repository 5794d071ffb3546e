package dev.accountfeed.sink;

import dev.accountfeed.config.Settings;
import dev.accountfeed.event.EventParts;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.state.Departures;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to Kafka, each exactly once: events, accounts and the position are one transaction.
 *
 * <p>The producer is that of the route {@code account-events-kafka}. It begins only when the brokers answer, and ends
 * with every failure: what became of a transaction is told by the position record alone.
 */
public final class KafkaSink implements Sink {

    public static final String ROUTE = "account-events-kafka";

    private static final int CHUNK = 2000;

    private final CamelContext context;
    private final EventLog log;
    private final Departures departures;
    private final Clock clock;
    private final Settings.Kafka settings;
    private final KafkaClients clients;
    private final KafkaProducers producers;
    private final KafkaTopics topics;
    private final KafkaPositions positions;
    private final KafkaRecords records;
    private final HangingTransaction hanging;
    private final String instance = instance();
    private @Nullable ProducerTemplate template;
    private @Nullable Position last;
    private boolean ours;

    public KafkaSink(
            CamelContext context,
            EventLog log,
            Departures departures,
            Settings.Kafka settings,
            KafkaProducers producers,
            Clock clock) {
        this.context = context;
        this.log = log;
        this.departures = departures;
        this.clock = clock;
        this.settings = settings;
        this.producers = producers;
        clients = new KafkaClients(context);
        topics = new KafkaTopics(clients, settings);
        positions = new KafkaPositions(clients, settings.positionsTopic(), settings.transactionalId());
        records = new KafkaRecords(context, settings);
        hanging = new HangingTransaction(clients, settings, records);
    }

    /** What has arrived for certain; asked without taking the transactional id. */
    public static Optional<Position> reached(CamelContext context, Settings.Kafka settings) throws SinkException {
        KafkaClients clients = new KafkaClients(context);
        try {
            return new KafkaPositions(clients, settings.positionsTopic(), settings.transactionalId())
                    .committed()
                    .map(KafkaPosition::last);
        } catch (Exception e) {
            throw new KafkaFailures(clients.brokers(), settings).translate(e);
        }
    }

    /** For people to find it by. */
    private static String instance() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown";
        }
        return host + "/" + ProcessHandle.current().pid() + "/"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /**
     * Takes the transactional id, which ends whatever was under way, and asks what has arrived.
     *
     * @throws FencedException if another instance has taken it from this one
     */
    @Override
    public synchronized Optional<Position> position() throws IOException {
        producers.end();
        try {
            topics.ensure();
            Optional<KafkaPosition> found = positions.committed();
            if (found.isPresent() && !known(found.get().last())) {
                // Not ours to go on with, so that whoever does is not disturbed.
                return Optional.of(found.get().last());
            }
            if (ours && found.isPresent() && !found.get().instance().equals(instance)) {
                throw new FencedException("another instance, " + found.get().instance()
                        + ", has taken the transactional id " + settings.transactionalId()
                        + " (feed.kafka.transactional-id) and sends this feed's events now; end one of the two");
            }
            producers.begin();
            Optional<Position> settled = settled(found).map(KafkaPosition::last);
            last = settled.orElse(new Position(log.generation(), 0));
            // Tells an instance that was here before that it is not alone.
            deliver(new Batch(List.of(), List.of(), last));
            ours = true;
            return settled;
        } catch (FencedException e) {
            throw e;
        } catch (Exception e) {
            throw failed(e);
        }
    }

    /** A transaction that hangs has not been. */
    private Optional<KafkaPosition> settled(Optional<KafkaPosition> committed) throws Exception {
        try {
            return positions.settled();
        } catch (KafkaPositions.OpenTransactionException e) {
            long from = sequence(committed);
            long upTo = sequence(positions.written());
            hanging.end(log.after(from, (int) Math.min(Math.max(0, upTo - from), CHUNK)));
            return positions.settled();
        }
    }

    private long sequence(Optional<KafkaPosition> position) {
        return position.map(KafkaPosition::last)
                .filter(last -> last.generation().equals(log.generation()))
                .map(Position::sequence)
                .orElseGet(log::origin);
    }

    private boolean known(Position position) {
        return position.generation().equals(log.generation())
                ? position.sequence() <= log.last()
                : log.retired(position.generation());
    }

    /** Accounts whose end is among the events that never come must not live on in the topic of accounts. */
    @Override
    public synchronized void goOnBehind(long sequence) throws IOException {
        Position before = Objects.requireNonNull(last, "the position comes first");
        Position here = new Position(log.generation(), sequence);
        if (before.generation().equals(here.generation()) && before.sequence() == sequence) {
            return;
        }
        try {
            List<Departures.Departure> gone;
            long row = 0;
            do {
                gone = departures.upTo(sequence, clock.instant(), row, CHUNK);
                boolean all = gone.size() < CHUNK;
                // Cut off before the end, it begins again: the position stays until the last of them.
                deliver(new Batch(List.of(), gone, all ? here : before));
                row = all ? row : gone.get(CHUNK - 1).row();
            } while (gone.size() == CHUNK);
            last = here;
        } catch (Exception e) {
            throw failed(e);
        }
    }

    @Override
    public synchronized void append(List<StoredEvent> events) throws IOException {
        Position reached = Position.of(log.generation(), events.get(events.size() - 1));
        try {
            deliver(new Batch(events, List.of(), reached));
            last = reached;
        } catch (Exception e) {
            throw failed(e);
        }
    }

    /**
     * What one transaction takes to Kafka.
     *
     * @param gone accounts of which no event tells that they are
     * @param reached the position with it
     */
    public record Batch(List<StoredEvent> events, List<Departures.Departure> gone, Position reached) {}

    /** The records of a batch, with the position behind it. */
    public List<Message> records(Batch batch) throws IOException {
        List<Message> all = new ArrayList<>(records.of(batch.events));
        for (Departures.Departure departure : batch.gone) {
            all.add(records.account(EventParts.of(departure.delete())));
        }
        all.add(records.position(new KafkaPosition(batch.reached, instance)));
        return all;
    }

    /** The records of a replay. */
    public List<Message> again(List<StoredEvent> events) throws IOException {
        return records.again(events);
    }

    private void deliver(Batch batch) throws Exception {
        if (template == null) {
            template = context.createProducerTemplate();
        }
        Exchange sent = template.send(
                "direct:" + ROUTE, exchange -> exchange.getMessage().setBody(batch));
        if (sent.getException() != null) {
            throw sent.getException();
        }
    }

    private SinkException failed(Exception e) {
        producers.end();
        return new KafkaFailures(clients.brokers(), settings).translate(e);
    }
}
