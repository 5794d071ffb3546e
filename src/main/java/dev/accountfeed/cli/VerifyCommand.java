package dev.accountfeed.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.accountfeed.account.Json;
import dev.accountfeed.sink.EventFiles;
import dev.accountfeed.sink.FeedVerifier;
import dev.accountfeed.sink.KafkaVerifier;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.DatabaseException;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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
        Path events = folders.data.resolve("events").normalize();
        if (!Files.exists(events) && !Database.isIn(folders.data)) {
            return missed(
                    new FeedVerifier.Summary(0, 0, 0),
                    out,
                    folders.data + ": holds neither events nor a database; --data names the folder that the service"
                            + " uses");
        }
        // Before the files are read: more may come meanwhile.
        long delivered = delivered();
        FeedVerifier verifier = new FeedVerifier(out::println);
        AtomicReference<String> last = new AtomicReference<>();
        new EventFiles(folders.data.normalize()).forEachLine((place, line) -> {
            verifier.accept(place, line);
            last.set(line);
        });
        long end = sequence(last.get());
        return end >= delivered
                ? verifier.summary()
                : missed(
                        verifier.summary(),
                        out,
                        events + ": the events behind " + end + " are gone: up to " + delivered
                                + " they had been delivered");
    }

    private static FeedVerifier.Summary missed(FeedVerifier.Summary found, PrintWriter out, String problem) {
        out.println(problem);
        return new FeedVerifier.Summary(found.events(), found.accounts(), found.problems() + 1);
    }

    /** How far the file sink is known to have come; 0 where nobody can say. */
    private long delivered() {
        if (!Database.isIn(folders.data)) {
            return 0;
        }
        try (Database database = Database.open(folders.data)) {
            EventLog log = new EventLog(database);
            long noted = log.position("file").orElse(0);
            // A generation that recover began does so behind the sink that was furthest, and this may be another one.
            return noted > log.origin() ? noted : 0;
        } catch (DatabaseException e) {
            // The service has it and sees to its sinks itself, or it cannot be read: the files can be proved all the
            // same.
            return 0;
        }
    }

    private static long sequence(@Nullable String line) {
        try {
            return line == null
                    ? 0
                    : Json.MAPPER.readTree(line).path("sequence").asLong();
        } catch (JsonProcessingException e) {
            return 0; // which has been told
        }
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
