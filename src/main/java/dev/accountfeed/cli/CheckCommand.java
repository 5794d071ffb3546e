package dev.accountfeed.cli;

import dev.accountfeed.provider.Outcome;
import dev.accountfeed.source.Poll;
import dev.accountfeed.source.Source;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One authenticated call per source. */
@Command(
        name = "check",
        description = "Makes one authenticated call per source and prints what came of it. Emits and stores nothing,"
                + " and works beside the running service.")
final class CheckCommand implements Callable<Integer> {

    private static final int AT_ONCE = 8;

    @Mixin
    private Folders folders = new Folders();

    @Option(
            names = "--explain",
            description = "the redacted request, the row of the contract's section 7 that was met, the guard that would"
                    + " hold deletes")
    private boolean explain;

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "ids of sources; all that are enabled by default")
    private List<String> ids = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        folders.check(spec);
        try (OneOff feed = OneOff.start(folders)) {
            List<Source> sources = sources(feed);
            PrintWriter out = spec.commandLine().getOut();
            CheckTable table = new CheckTable(out, sources);
            boolean failed = false;
            ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
            try {
                List<Future<Checked>> calls = new ArrayList<>();
                for (Source source : sources) {
                    calls.add(threads.submit(() -> check(feed, source)));
                }
                for (Future<Checked> call : calls) {
                    Checked checked = call.get();
                    table.row(checked);
                    if (explain) {
                        Explanation.of(checked.poll()).forEach(line -> out.println("  " + line));
                    }
                    out.flush();
                    failed |= checked.outcome().isFailure();
                }
            } finally {
                threads.shutdownNow();
            }
            return failed ? 1 : 0;
        }
    }

    private List<Source> sources(OneOff feed) {
        List<Source> all = feed.inventory().sources();
        if (ids.isEmpty()) {
            return all.stream().filter(Source::enabled).toList();
        }
        for (String id : ids) {
            if (feed.source(id).isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no source " + id + " in sources.yaml; there are: "
                                + String.join(", ", all.stream().map(Source::id).toList()));
            }
        }
        return all.stream().filter(source -> ids.contains(source.id())).toList();
    }

    private static Checked check(OneOff feed, Source source) {
        return new Checked(feed.check(source));
    }

    /** A call that was made. */
    record Checked(Poll poll) {

        /** How it ended: a call that leaves more to ask for is well too. */
        Outcome outcome() {
            Outcome outcome = poll.outcome();
            return outcome == null ? Outcome.OK : outcome;
        }
    }
}
