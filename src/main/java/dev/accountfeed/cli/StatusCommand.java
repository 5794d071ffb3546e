package dev.accountfeed.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sources and sinks of the running service. */
@Command(name = "status", description = "Shows what the sources and sinks of the running service do.")
final class StatusCommand implements Callable<Integer> {

    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final int NO_LIMIT = 10_000;
    private static final String CLEAR = "\033[H\033[2J";

    @Mixin
    private Folders folders = new Folders();

    @Option(names = "--watch", description = "again every 2 seconds, until Ctrl-C")
    private boolean watch;

    @Option(names = "--json", description = "as JSON, with everything that is known")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        folders.check(spec);
        FeedClient service = FeedClient.of(folders);
        PrintWriter out = spec.commandLine().getOut();
        show(service, out);
        while (watch && !out.checkError()) {
            Thread.sleep(PERIOD.toMillis());
            try {
                show(service, out);
            } catch (NoServiceException e) {
                // It may be on its way to another start.
                spec.commandLine().getErr().println(e.getMessage());
            }
        }
        // Whoever watched has gone, as head does: no reason to complain.
        return watch ? 1 : 0;
    }

    private void show(FeedClient service, PrintWriter out) {
        JsonNode sources = all(service, "/api/sources");
        JsonNode sinks = all(service, "/api/sinks");
        // Whoever reads a pipe wants whole lines and no control characters.
        boolean terminal = spec.commandLine().getColorScheme().ansi().enabled();
        if (watch && terminal) {
            out.print(CLEAR);
        }
        if (json) {
            ObjectNode status = JsonNodeFactory.instance.objectNode();
            status.set("sources", sources);
            status.set("sinks", sinks);
            out.println(Json.text(status));
        } else {
            int width = terminal ? spec.usageMessage().autoWidth(true).width() : NO_LIMIT;
            new StatusTables(Instant.now(), width).lines(sources, sinks).forEach(out::println);
        }
        out.flush();
    }

    private static JsonNode all(FeedClient service, String path) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        JsonNode page = service.get(path + "?limit=1000", "items");
        items.addAll((ArrayNode) page.withArray("items"));
        while (page.hasNonNull("next")) {
            String after = URLEncoder.encode(page.path("next").asText(), StandardCharsets.UTF_8);
            page = service.get(path + "?limit=1000&after=" + after, "items");
            items.addAll((ArrayNode) page.withArray("items"));
        }
        return items;
    }
}
