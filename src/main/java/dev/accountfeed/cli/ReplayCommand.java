package dev.accountfeed.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stored events, once more. */
@Command(
        name = "replay",
        description = "Asks the running service to send stored events to a sink again, beside what it delivers.")
final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private Folders folders = new Folders();

    @Parameters(paramLabel = "SINK", description = "file, kafka or another of feed.sinks")
    private String sink = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "SEQUENCE|TIME",
            description = "the first event: its sequence, or a time such as 2026-11-21T16:00:00Z")
    private String from = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        folders.check(spec);
        if (!isBeginning(from)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from: " + from + " is neither the sequence of an event nor a time such as 2026-11-21T16:00:00Z");
        }
        JsonNode replay = FeedClient.of(folders)
                .post(
                        "/api/sinks/" + URLEncoder.encode(sink, StandardCharsets.UTF_8) + "/replay",
                        JsonNodeFactory.instance.objectNode().put("from", from),
                        "name");
        PrintWriter out = spec.commandLine().getOut();
        out.println("replay " + replay.path("name").asText() + " of events "
                + replay.path("from").asText() + " to " + replay.path("to").asText() + " to sink " + sink
                + " has begun; the service's log tells when it is done");
        out.flush();
        return 0;
    }

    /** What the service takes, too. */
    private static boolean isBeginning(String from) {
        if (from.matches("[0-9]{1,20}")) {
            return true;
        }
        try {
            Instant.parse(from);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
