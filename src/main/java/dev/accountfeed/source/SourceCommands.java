package dev.accountfeed.source;

import dev.accountfeed.state.AccountState;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.EventLog;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What people may order beside polls. Each command returns how many events it made.
 *
 * <p>One runs at a time, and none while a poll of its source does: both count an account's revisions on.
 */
public final class SourceCommands {

    private static final String ALL = "*";

    private final AccountStateRepository states;
    private final EventLog log;
    private final Poller poller;
    private final LongConsumer resume;
    private final Clock clock;

    /**
     * Commands to the sources that a poller polls, and to those that it does no longer.
     *
     * @param resume what a snapshot of all sources ends with: sinks in a gap go on behind this sequence
     */
    public SourceCommands(
            AccountStateRepository states, EventLog log, Poller poller, LongConsumer resume, Clock clock) {
        this.states = states;
        this.log = log;
        this.poller = poller;
        this.resume = resume;
        this.clock = clock;
    }

    /**
     * Sends every delete of the source, or of all with {@code *}, that is held back.
     *
     * @param trace of who orders it, which the events carry on
     * @throws IllegalArgumentException where nothing is known of the source
     */
    public synchronized long accept(String sourceId, String trigger, @Nullable Traceparent trace) {
        return forEach(known(sourceId), trigger, trace, (batch, account) -> {
            if (account.held() != null) {
                batch.delete(account);
            }
        });
    }

    /**
     * Sends every known account of the source, or of all with {@code *}, once more as it was last sent.
     *
     * @param trace of who orders it, which the events carry on
     * @throws IllegalArgumentException where nothing is known of the source
     */
    public synchronized long snapshot(String sourceId, @Nullable Traceparent trace) {
        long before = log.last();
        long told = forEach(known(sourceId), "snapshot", trace, ChangeBatch::repeat);
        if (sourceId.equals(ALL)) {
            // One source's accounts would not make up for what a sink lacks of the others.
            resume.accept(before);
        }
        return told;
    }

    /**
     * Deletes every account of a source that has left the inventory, and what is known of the source.
     *
     * @throws IllegalArgumentException where the inventory still holds it, or nothing is known of it
     */
    public synchronized long forget(String sourceId, String trigger) {
        if (sourceId.equals(ALL)) {
            throw new IllegalArgumentException("sources are forgotten one by one");
        }
        checkLeft(sourceId);
        known(sourceId);
        return poller.whileIdle(sourceId, () -> {
            // It may have come back while its poll was waited for; from here on it waits itself.
            checkLeft(sourceId);
            long told = each(sourceId, trigger, null, ChangeBatch::delete);
            states.remove(sourceId);
            return told;
        });
    }

    private void checkLeft(String sourceId) {
        if (poller.knows(sourceId)) {
            throw new IllegalArgumentException(
                    "source " + sourceId + " is in sources.yaml: take it out first, or its next poll finds all again");
        }
    }

    private Collection<String> known(String sourceId) {
        Set<String> known = states.sources();
        if (sourceId.equals(ALL)) {
            return known;
        }
        if (!known.contains(sourceId) && !poller.knows(sourceId)) {
            throw new IllegalArgumentException("nothing is known of source " + sourceId
                    + (known.isEmpty() ? "" : "; known: " + String.join(", ", known)));
        }
        return List.of(sourceId);
    }

    private long forEach(
            Collection<String> sourceIds,
            String trigger,
            @Nullable Traceparent trace,
            BiConsumer<ChangeBatch, AccountState> change) {
        long told = 0;
        for (String sourceId : sourceIds) {
            told += poller.whileIdle(sourceId, () -> each(sourceId, trigger, trace, change));
        }
        return told;
    }

    private long each(
            String sourceId,
            String trigger,
            @Nullable Traceparent trace,
            BiConsumer<ChangeBatch, AccountState> change) {
        ChangeBatch batch = new ChangeBatch(states, sourceId, clock.instant(), trigger, trace);
        states.forEachPresent(sourceId, account -> {
            poller.goOn(); // nobody waits for the end of a long one
            change.accept(batch, account);
        });
        batch.store();
        return batch.told();
    }
}
