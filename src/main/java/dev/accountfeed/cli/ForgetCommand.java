package dev.accountfeed.cli;

import dev.accountfeed.sink.Relay;
import dev.accountfeed.source.SourceCommands;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.EventLog;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The end of a source that has left the inventory, while the service is stopped. */
@Command(
        name = "forget",
        description = "With the service stopped: ends a source that has left sources.yaml. Each of its accounts goes"
                + " out as deleted, and what is known of them is removed.")
public final class ForgetCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin
    private Folders folders = new Folders();

    @Parameters(paramLabel = "SOURCE", description = "id that the source had in sources.yaml")
    private String sourceId = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        folders.check(spec);
        Main main = FeedMain.of(
                folders,
                Map.of(
                        // The sinks and nothing that polls or listens.
                        "camel.main.routesExcludePattern", "**/triggers/*",
                        "camel.server.enabled", "false",
                        "camel.management.enabled", "false",
                        "camel.metrics.enabled", "false"));
        if (!Database.isIn(folders.data)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no database in " + folders.data + "; --data names the folder that the service uses");
        }
        main.start();
        try {
            return forget(main.getCamelContext().getRegistry());
        } finally {
            main.stop();
        }
    }

    private int forget(Registry registry) {
        PrintWriter out = spec.commandLine().getOut();
        SourceCommands commands = registry.findSingleByType(SourceCommands.class);
        try {
            long deleted = commands.forget(sourceId, "http");
            out.println(sourceId + " is forgotten: " + deleted + " accounts deleted");
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
        long last = registry.findSingleByType(EventLog.class).last();
        TreeSet<String> late = new TreeSet<>();
        List.copyOf(registry.findByType(Relay.class)).forEach(relay -> {
            relay.close(PATIENCE);
            if (relay.status().position() < last) {
                late.add(relay.status().name());
            }
        });
        if (!late.isEmpty()) {
            out.println("not delivered yet to " + String.join(", ", late) + ": the next 'run' goes on there");
        }
        out.flush();
        return 0;
    }
}
