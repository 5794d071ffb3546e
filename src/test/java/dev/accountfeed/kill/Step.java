package dev.accountfeed.kill;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A place on the way of a poll from the call to the sink's position.
 *
 * @param name what has happened, and what has not
 * @param type the class, as a path below {@code dev/accountfeed}; with dots, one of a library
 * @param before the line that is about to run when the process is killed; of a library's class, the method
 * @param passes which time it is that the process comes by: not always the first, so that something is stored and sent
 */
public record Step(String name, String type, String before, int passes) {

    private static final String PRODUCER = "org.apache.kafka.clients.producer.KafkaProducer";

    static final List<Step> ALL = List.of(
            new Step(
                    "a poll is due, nobody has been called",
                    "provider/CallDeadline",
                    "return chain.proceed(request",
                    1),
            new Step("the answer has been received", "source/Answers", "checkAnnounced(poll, message.getHeader", 2),
            new Step("its rows are about to be looked up", "source/Observations", "= states.find(poll.getSource()", 3),
            new Step("they are about to be compared", "source/Observations", "= detectors.computeIfAbsent(", 1),
            new Step("changes are known, not stored", "source/Observations", "events, null));", 2),
            new Step("sequences are taken, not committed", "state/AccountStateRepository", "AccountTable.insert(", 3),
            new Step("states are written, events are not", "state/AccountStateRepository", "EventTable.append(", 1),
            new Step("all is written, not committed", "state/GroupCommit", "connection.commit();", 2),
            new Step("it is committed, nobody knows", "state/GroupCommit", "group.forEach(Job::committed);", 3),
            new Step("the sinks are about to be woken", "state/AccountStateRepository", "database.eventsAdded();", 1),
            new Step("deletes are known, not stored", "source/Observations", "departures.store();", 2),
            new Step(
                    "the poll is about to end",
                    "source/Observations",
                    "poll.end(outcome(poll, missing), unusable);",
                    3),
            new Step("a batch is read, not delivered", "sink/Relay", "delivery.deliver(batch);", 1),
            new Step("a new file is about to be made", "sink/FileSink", "return open(files.file(date, number)", 2),
            new Step("lines are about to be written", "sink/FileSink", "channel.write(bytes);", 3),
            new Step("they are written, not forced", "sink/FileSink", "channel.force(false);", 1),
            new Step("they are forced, nobody knows", "sink/FileSink", "length += lines.length;", 2),
            new Step("the batch is delivered, not counted", "sink/Relay", "position = batch.get(batch.size() - 1)", 3),
            new Step("the position is about to be noted", "state/EventLog", "upsert.setString(1, sink);", 1));

    /** The Kafka sink's, from its start on. */
    public static final List<Step> OF_KAFKA = List.of(
            new Step("the sink is about to ask what has arrived", "sink/KafkaSink", "= positions.committed();", 1),
            new Step(
                    "the transactional id is about to be taken", "sink/KafkaProducers", "begun.initTransactions();", 1),
            new Step("it is taken, what has arrived is not known", "sink/KafkaSink", "= settled(", 1),
            new Step(
                    "the instance is about to say that it is there",
                    "sink/KafkaSink",
                    "deliver(new Batch(List.of(), List.of(), last));",
                    1),
            // The first transaction is the one in which it says so.
            new Step("records are made, no transaction has begun", PRODUCER, "beginTransaction", 2),
            new Step("a transaction has begun, nothing is sent", PRODUCER, "send", 2),
            new Step("some of its records are sent", PRODUCER, "send", 4),
            new Step("all are sent, none is committed", PRODUCER, "commitTransaction", 2),
            new Step(
                    "the commit is under way, nobody knows",
                    "org.apache.kafka.clients.producer.internals.TransactionalRequestResult",
                    "await",
                    3),
            new Step("it is committed, nobody knows", "sink/KafkaSink", "last = reached;", 2));

    String className() {
        return inLibrary() ? type : "dev.accountfeed." + type.replace('/', '.');
    }

    /** Where that is in a class; nowhere in those that the compiler makes beside it. */
    List<Location> places(ReferenceType loaded) {
        if (inLibrary()) {
            return loaded.methodsByName(before).stream().map(Method::location).toList();
        }
        try {
            return loaded.locationsOfLine(line()).stream().limit(1).toList();
        } catch (AbsentInformationException e) {
            return List.of(); // made at run time, such as a lambda's class
        }
    }

    private boolean inLibrary() {
        return type.contains(".");
    }

    /** The number of the line, which moves as the code does. */
    private int line() {
        try {
            List<String> lines = Files.readAllLines(Path.of("src/main/java/dev/accountfeed/" + type + ".java"));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(before)) {
                    return i + 1;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the step '" + name + "' is no longer in " + type + ": " + before);
    }
}
