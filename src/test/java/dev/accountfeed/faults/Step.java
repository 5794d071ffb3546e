package dev.accountfeed.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A place on the way of a poll from the call to the sink's position.
 *
 * @param name what has happened, and what has not
 * @param type the class, as a path below {@code dev/accountfeed}
 * @param before the line that is about to run when the process is killed
 */
record Step(String name, String type, String before) {

    static final List<Step> ALL = List.of(
            new Step("a poll is due, nobody has been called", "provider/CallDeadline", "return chain.proceed(request"),
            new Step("the answer has been received", "source/Answers", "checkAnnounced(poll, message.getHeader"),
            new Step("its rows are about to be looked up", "source/Observations", "= states.find(poll.getSource()"),
            new Step("they are about to be compared", "source/Observations", "= detectors.computeIfAbsent("),
            new Step("changes are known, not stored", "source/Observations", "events, null));"),
            new Step("sequences are taken, not committed", "state/AccountStateRepository", "AccountTable.insert("),
            new Step("states are written, events are not", "state/AccountStateRepository", "EventTable.append("),
            new Step("all is written, not committed", "state/GroupCommit", "connection.commit();"),
            new Step("it is committed, nobody knows", "state/GroupCommit", "group.forEach(Job::committed);"),
            new Step("the sinks are about to be woken", "state/AccountStateRepository", "database.eventsAdded();"),
            new Step("deletes are known, not stored", "source/Observations", "departures.store();"),
            new Step("the poll is about to end", "source/Observations", "poll.end(outcome(poll, missing), null);"),
            new Step("a batch is read, not delivered", "sink/Relay", "delivery.deliver(batch);"),
            new Step("a new file is about to be made", "sink/FileSink", "return open(files.file(date, number)"),
            new Step("lines are about to be written", "sink/FileSink", "channel.write(bytes);"),
            new Step("they are written, not forced", "sink/FileSink", "channel.force(false);"),
            new Step("they are forced, nobody knows", "sink/FileSink", "length += lines.length;"),
            new Step("the batch is delivered, not counted", "sink/Relay", "position = batch.get(batch.size() - 1)"),
            new Step("the position is about to be noted", "state/EventLog", "upsert.setString(1, sink);"));

    String className() {
        return "dev.accountfeed." + type.replace('/', '.');
    }

    /** The number of the line, which moves as the code does. */
    int line() {
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
