package dev.accountfeed.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.reload.RouteSet;
import dev.accountfeed.source.Inventory;
import dev.accountfeed.source.Poll;
import dev.accountfeed.source.PollOutcomes;
import dev.accountfeed.source.Source;
import dev.accountfeed.state.SourceState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** The routes without what stores or emits, for a verb that calls providers beside a running service. */
final class OneOff implements AutoCloseable {

    /** What needs a database or would start polls by itself. */
    private static final String NOT_LOADED = "**/triggers/*,**/sinks/*,**/account-poll.camel.yaml";

    private final Main main;

    private OneOff(Main main) {
        this.main = main;
    }

    static OneOff start(Folders folders) {
        Main main = FeedMain.of(
                folders,
                Map.of(
                        "feed.stores", "false",
                        // The service may be running, and have the ports.
                        "camel.server.enabled", "false",
                        "camel.management.enabled", "false",
                        "camel.metrics.enabled", "false",
                        "camel.main.routesExcludePattern", NOT_LOADED));
        main.start();
        return new OneOff(main);
    }

    Inventory inventory() {
        return context().getRegistry().lookupByNameAndType("inventory", Inventory.class);
    }

    Optional<Source> source(String id) {
        return inventory().sources().stream()
                .filter(source -> source.id().equals(id))
                .findFirst();
    }

    /** Makes one call; where that is not the whole of the answer, the poll has no outcome. */
    Poll check(Source source) {
        return poll(source, "account-check", account -> {}, poll -> {});
    }

    /** Polls the source to its end, and hands its accounts over. */
    Poll read(Source source, Consumer<JsonNode> taker) {
        PollOutcomes outcomes = context().getRegistry().lookupByNameAndType("pollOutcomes", PollOutcomes.class);
        return poll(source, "account-read", taker, outcomes::ended);
    }

    /** Sends a poll of the source through a route, within the provider's time, and returns it when it has ended. */
    private Poll poll(Source source, String route, Consumer<JsonNode> taker, Consumer<Poll> end) {
        CallDeadline deadlines = context().getRegistry().lookupByNameAndType("callDeadline", CallDeadline.class);
        Instant deadline =
                Instant.now().plus(inventory().budget(source.provider()).timeout());
        try (CallDeadline.Watch watch = deadlines.watch(deadline)) {
            SourceState unknown = SourceState.unknown(source.id());
            Poll poll = new Poll(source.id(), source, "read", unknown, watch);
            poll.handTo(taker);
            context()
                    .getRegistry()
                    .lookupByNameAndType("routeSet", RouteSet.class)
                    .send(route, poll);
            poll.release();
            end.accept(poll);
            return poll;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
