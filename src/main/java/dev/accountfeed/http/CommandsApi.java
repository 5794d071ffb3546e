package dev.accountfeed.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.source.SourceCommands;
import dev.accountfeed.source.Traceparent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands, as they come over HTTP and from the Kafka topic: {@code {"command": …, "source": …}}. */
public final class CommandsApi {

    private static final Logger LOG = LoggerFactory.getLogger(CommandsApi.class);
    private static final String ALL = "*";
    private static final Set<String> NAMES = Set.of("poll", "snapshot", "accept-deletes");

    private final SourcesApi sources;
    private final SourceCommands commands;
    private final ExecutorService threads;

    CommandsApi(SourcesApi sources, SourceCommands commands, ExecutorService threads) {
        this.sources = sources;
        this.commands = commands;
        this.threads = threads;
    }

    /**
     * Begins what a command says, and tells for which sources.
     *
     * @param trigger what the events that it leads to name as their trigger
     * @param traceparent of the request, which its events carry on; null where it has none
     */
    public Page<Map<String, String>> run(@Nullable String body, String trigger, @Nullable String traceparent) {
        Command command = command(body, trigger, traceparent);
        if (command.isPoll()) {
            return new Page<>(
                    polls(command).entrySet().stream()
                            .map(asked -> answer(asked.getKey(), asked.getValue()))
                            .toList(),
                    null);
        }
        if (!command.source.equals(ALL) && !sources.isKnown(command.source)) {
            throw new ApiException(404, "nothing is known of this source; GET /api/sources lists them");
        }
        // In the background: a snapshot may be of many accounts, and waits for polls that run.
        threads.execute(() -> {
            try {
                order(command);
            } catch (RuntimeException e) {
                LOG.error("Command {} for source {} failed", command.name, command.source, e);
            }
        });
        return new Page<>(List.of(Map.of("source", command.source)), null);
    }

    /**
     * Does what a command says, and returns when it need not be done again: it has ended, or the next start makes up for
     * it.
     *
     * @throws CutOffException if the feed stops before
     */
    public void complete(@Nullable String body, String trigger, @Nullable String traceparent) {
        try {
            Command command = command(body, trigger, traceparent);
            if (command.isPoll()) {
                polls(command).forEach(sources::await);
            } else {
                order(command);
            }
        } catch (RuntimeException e) {
            // What a stop has caused says nothing about the command.
            throw sources.isStopping() || Thread.currentThread().isInterrupted() ? new CutOffException(e) : e;
        }
    }

    /** The feed stopped before a command had ended. */
    public static final class CutOffException extends RuntimeException {

        private static final long serialVersionUID = 1;

        CutOffException(Throwable cause) {
            super("the feed stops", cause);
        }
    }

    private record Command(
            String name,
            String source,
            String trigger,
            @Nullable Traceparent trace) {

        boolean isPoll() {
            return name.equals("poll");
        }
    }

    private static Command command(@Nullable String body, String trigger, @Nullable String traceparent) {
        JsonNode json = RequestBody.of(body);
        String source = json.path("source").asText("");
        if (source.isEmpty()) {
            throw new ApiException(400, "source must be the id of a source, or * for all");
        }
        String name = json.path("command").asText("");
        if (!NAMES.contains(name)) {
            throw new ApiException(400, "command must be poll, snapshot or accept-deletes");
        }
        return new Command(name, source, trigger, Traceparent.of(traceparent).orElse(null));
    }

    /** The ids of the polls that it asks for, by source. */
    private Map<String, String> polls(Command command) {
        return command.source.equals(ALL)
                ? sources.requestAll(command.trigger, command.trace)
                : Map.of(command.source, sources.request(command.source, command.trigger, command.trace));
    }

    private static Map<String, String> answer(String source, String poll) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("source", source);
        asked.put("poll", poll);
        return asked;
    }

    private void order(Command command) {
        long events = command.name.equals("snapshot")
                ? commands.snapshot(command.source, command.trace)
                : commands.accept(command.source, command.trigger, command.trace);
        LOG.info(
                "Command {} for source {} has made {} event{}",
                command.name,
                command.source,
                events,
                events == 1 ? "" : "s");
    }
}
