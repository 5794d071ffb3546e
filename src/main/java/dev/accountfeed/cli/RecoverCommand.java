package dev.accountfeed.cli;

import dev.accountfeed.config.Settings;
import dev.accountfeed.event.CloudEventEncoder;
import dev.accountfeed.sink.FilePermissions;
import dev.accountfeed.sink.FileSink;
import dev.accountfeed.sink.KafkaSink;
import dev.accountfeed.sink.Sink;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.Recovery;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A new beginning after the database was lost or restored from a copy, while the service is stopped. */
@Command(
        name = "recover",
        description = "After a lost or restored database, with the service stopped: begins a new generation above"
                + " everything that the sinks have, with every known account once more as discovered.")
public final class RecoverCommand implements Callable<Integer> {

    @Mixin
    private Folders folders = new Folders();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        folders.check(spec);
        PrintWriter out = spec.commandLine().getOut();
        Main main = FeedMain.withoutFeed(folders);
        main.start();
        try (Database database = Database.open(folders.data)) {
            CamelContext context = main.getCamelContext();
            Settings settings = FeedMain.settings(context, folders);
            Map<String, Sink.Position> reached = reached(context, settings);
            reached.forEach((sink, position) -> out.println("sink " + sink + " has events up to " + position.sequence()
                    + ", generation " + position.generation()));
            Recovery.Begun begun = new Recovery(database, new CloudEventEncoder(settings.name(), settings.typePrefix()))
                    .begin(
                            reached.values().stream()
                                    .mapToLong(Sink.Position::sequence)
                                    .max()
                                    .orElse(0),
                            reached.values().stream()
                                    .map(Sink.Position::generation)
                                    .collect(Collectors.toSet()),
                            Clock.systemUTC().instant());
            out.println("generation " + begun.generation() + " begins behind " + begun.origin() + "; "
                    + begun.accounts() + " accounts go out once more as discovered, with the next 'run'");
            out.flush();
            return 0;
        } finally {
            main.stop();
        }
    }

    private Map<String, Sink.Position> reached(CamelContext context, Settings settings) throws IOException {
        Map<String, Sink.Position> reached = new HashMap<>();
        for (String sink : settings.sinks()) {
            Optional<Sink.Position> position = Optional.empty();
            if (sink.equals("file")) {
                try (FileSink files = new FileSink(
                        folders.data,
                        Clock.systemUTC(),
                        settings.fileMaxBytes(),
                        new FilePermissions(settings.filePermissions()))) {
                    position = files.position();
                }
            } else if (sink.equals("kafka")) {
                position = KafkaSink.reached(context, settings.kafka());
            }
            position.ifPresent(held -> reached.put(sink, held));
        }
        return reached;
    }
}
