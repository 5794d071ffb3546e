package dev.accountfeed.http;

import dev.accountfeed.source.Inventory;
import dev.accountfeed.source.Poller;
import dev.accountfeed.source.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /hooks}: a provider says that something has changed, and the feed asks what; it never takes its word for it. */
public final class Callbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final String TRIGGER = "callback";

    private final Supplier<Inventory> inventory;
    private final Poller poller;
    private final ScheduledExecutorService timer;
    private final Set<String> resting = new HashSet<>();
    private final Set<String> calledMeanwhile = new HashSet<>();

    Callbacks(Supplier<Inventory> inventory, Poller poller, ScheduledExecutorService timer) {
        this.inventory = inventory;
        this.poller = poller;
        this.timer = timer;
    }

    /** Prompts a poll of the sources whose token it is, at once or, after another one, when its second is over. */
    public void called(@Header("provider") String provider, @Header("token") String token) {
        List<Source> called = inventory.get().sources().stream()
                .filter(source -> source.enabled() && source.provider().name().equals(provider))
                .filter(source -> isTokenOf(source, token))
                .toList();
        if (called.isEmpty()) {
            throw new ApiException(404, "no source has this callback");
        }
        called.forEach(source -> prompt(source.id()));
    }

    private static boolean isTokenOf(Source source, String token) {
        String expected = source.callbackToken();
        return expected != null && new BearerToken(expected).is(token);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private synchronized void prompt(String source) {
        if (resting.contains(source)) {
            calledMeanwhile.add(source);
            return;
        }
        resting.add(source);
        timer.schedule(() -> rested(source), 1, TimeUnit.SECONDS);
        try {
            poller.request(source, TRIGGER);
        } catch (IllegalArgumentException e) {
            LOG.info("A callback for source {} came when it had just been disabled or removed", source);
        }
    }

    private synchronized void rested(String source) {
        resting.remove(source);
        if (calledMeanwhile.remove(source)) {
            prompt(source);
        }
    }
}
