package dev.accountfeed.cli;

import dev.accountfeed.sink.EventFiles;
import dev.accountfeed.sink.FeedVerifier;
import dev.accountfeed.sink.KafkaVerifier;
import dev.accountfeed.state.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads what a sink has received and proves it. */
@Command(
        name = "verify",
        description = "Reads what a sink has received and proves it: revisions 1..n without gaps, repeats or broken"
                + " before/after chains, per account and generation.")
public final class VerifyCommand implements Callable<Integer> {

    /** The sinks that can be read. */
    enum Received {
        file,
        kafka
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "file",
            paramLabel = "file|kafka",
            description = "which sink (${DEFAULT-VALUE})")
    Received sink = Received.file;

    @Mixin
    Folders folders = new Folders();

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        folders.check(spec);
        PrintWriter out = spec.commandLine().getOut();
        FeedVerifier.Summary summary = sink == Received.kafka ? kafka(out) : file(out, spec);
        out.println(
                summary.events() + " events, " + summary.accounts() + " accounts, " + summary.problems() + " problems");
        out.flush();
        return summary.problems() == 0 ? 0 : 1;
    }

    private FeedVerifier.Summary file(PrintWriter out, CommandSpec usage) throws IOException {
        if (!Files.isDirectory(folders.data)) {
            throw new ParameterException(
                    usage.commandLine(),
                    "there is no data folder " + folders.data + "; --data names the one that the service uses");
        }
        if (!Files.exists(folders.data.resolve("events")) && !Database.isIn(folders.data)) {
            throw new ParameterException(
                    usage.commandLine(),
                    folders.data
                            + " holds neither events nor a database; --data names the folder that the service uses");
        }
        FeedVerifier verifier = new FeedVerifier(out::println);
        new EventFiles(folders.data.normalize()).forEachLine(verifier::accept);
        return verifier.summary();
    }

    private FeedVerifier.Summary kafka(PrintWriter out) throws Exception {
        Main main = FeedMain.withoutFeed(folders);
        main.start();
        try {
            CamelContext context = main.getCamelContext();
            return new KafkaVerifier(
                            context, FeedMain.settings(context, folders).kafka(), out::println)
                    .verify();
        } finally {
            main.stop();
        }
    }
}
