package dev.accountfeed.cli;

import dev.accountfeed.account.Json;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.source.Poll;
import dev.accountfeed.source.Source;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
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

    @Mixin
    private Folders folders = new Folders();

    @Parameters(paramLabel = "SOURCE", description = "id of a source in sources.yaml")
    private String sourceId = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        folders.check(spec);
        try (OneOff feed = OneOff.start(folders)) {
            Source source = feed.source(sourceId)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "no source " + sourceId + " in sources.yaml; there are: "
                                    + String.join(
                                            ", ",
                                            feed.inventory().sources().stream()
                                                    .map(Source::id)
                                                    .toList())));
            PrintWriter out = spec.commandLine().getOut();
            Poll poll = feed.read(source, account -> out.println(Json.text(account)));
            out.flush();
            return tell(poll);
        }
    }

    private int tell(Poll poll) {
        PrintWriter err = spec.commandLine().getErr();
        Outcome outcome = Objects.requireNonNull(poll.outcome());
        if (outcome.isFailure()) {
            err.println(sourceId + ": " + outcome.word() + ": " + poll.message());
            return 1;
        }
        if (poll.unusableRows() > 0) {
            err.println(sourceId + ": " + poll.unusableInWords());
        } else if (outcome != Outcome.OK && outcome != Outcome.FILTERED) {
            err.println(sourceId + ": " + outcome.word() + ": these may not be all");
        }
        return 0;
    }
}
