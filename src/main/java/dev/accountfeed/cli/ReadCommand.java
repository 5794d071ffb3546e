package dev.accountfeed.cli;

import dev.accountfeed.account.Json;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.reload.RouteSet;
import dev.accountfeed.source.Inventory;
import dev.accountfeed.source.Poll;
import dev.accountfeed.source.Source;
import dev.accountfeed.state.SourceState;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One poll that stores nothing. */
@Command(
        name = "read",
        description = "Polls a source once and prints its canonical accounts, one a line. Emits and stores nothing.")
final class ReadCommand implements Callable<Integer> {

    /** What needs a database or would start polls by itself. */
    private static final String NOT_LOADED = "**/triggers/*,**/sinks/*,**/account-poll.camel.yaml";

    @Mixin
    private Folders folders = new Folders();

    @Parameters(paramLabel = "SOURCE", description = "id of a source in sources.yaml")
    private String sourceId = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
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
        try {
            return read(main.getCamelContext());
        } finally {
            main.stop();
        }
    }

    private int read(CamelContext context) {
        Inventory inventory = context.getRegistry().lookupByNameAndType("inventory", Inventory.class);
        Optional<Source> source = inventory.sources().stream()
                .filter(one -> one.id().equals(sourceId))
                .findFirst();
        if (source.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no source " + sourceId + " in sources.yaml; there are: "
                            + String.join(
                                    ", ",
                                    inventory.sources().stream().map(Source::id).toList()));
        }
        PrintWriter out = spec.commandLine().getOut();
        Poll poll = poll(context, inventory, source.get(), out);
        out.flush();
        Outcome outcome = poll.outcome();
        if (outcome == null || outcome == Outcome.OK) {
            return 0;
        }
        spec.commandLine().getErr().println(sourceId + ": " + outcome.word() + ": " + poll.message());
        return outcome.isFailure() ? 1 : 0;
    }

    private static Poll poll(CamelContext context, Inventory inventory, Source source, PrintWriter out) {
        CallDeadline deadlines = context.getRegistry().lookupByNameAndType("callDeadline", CallDeadline.class);
        Instant deadline =
                Instant.now().plus(inventory.budget(source.provider()).timeout());
        try (CallDeadline.Watch watch = deadlines.watch(deadline)) {
            Poll poll = new Poll("read", source, "read", new SourceState(source.id(), "", false, null, 0, null), watch);
            poll.handTo(account -> out.println(Json.text(account)));
            context.getRegistry()
                    .lookupByNameAndType("routeSet", RouteSet.class)
                    .send("account-read", poll);
            return poll;
        }
    }
}
