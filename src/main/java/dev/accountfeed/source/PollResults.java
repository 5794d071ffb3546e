package dev.accountfeed.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the last polls ended, for those who ask, and at once for those who listen. */
final class PollResults {

    private static final Logger LOG = LoggerFactory.getLogger(PollResults.class);
    private static final int KEPT = 10_000;

    private final Map<String, PollResult> results = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PollResult> eldest) {
            return size() > KEPT;
        }
    };
    private final List<Consumer<PollResult>> listeners = new CopyOnWriteArrayList<>();

    synchronized void add(PollResult result) {
        results.put(result.id(), result);
    }

    synchronized Optional<PollResult> get(String pollId) {
        return Optional.ofNullable(results.get(pollId));
    }

    void listen(Consumer<PollResult> listener) {
        listeners.add(listener);
    }

    void tell(PollResult result) {
        for (Consumer<PollResult> listener : listeners) {
            try {
                listener.accept(result);
            } catch (RuntimeException e) {
                // The poll has ended whatever becomes of its being told.
                LOG.warn("A listener to polls failed", e);
            }
        }
    }
}
