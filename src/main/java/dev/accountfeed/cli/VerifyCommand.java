package dev.accountfeed.cli;

import dev.accountfeed.sink.EventFiles;
import dev.accountfeed.sink.FeedVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;
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
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        if (sink == Received.kafka) {
            throw new ParameterException(
                    spec.commandLine(), "verify kafka is not there yet; 'verify file' reads the events files");
        }
        if (!Files.isDirectory(folders.data)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no data folder " + folders.data + "; --data names the one that the service uses");
        }
        PrintWriter out = spec.commandLine().getOut();
        FeedVerifier verifier = new FeedVerifier(out::println);
        new EventFiles(folders.data.normalize()).forEachLine(verifier::accept);
        FeedVerifier.Summary summary = verifier.summary();
        out.println(
                summary.events() + " events, " + summary.accounts() + " accounts, " + summary.problems() + " problems");
        out.flush();
        return summary.problems() == 0 ? 0 : 1;
    }
}
