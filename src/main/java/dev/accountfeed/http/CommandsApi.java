package dev.accountfeed.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.source.SourceCommands;
import dev.accountfeed.source.SourceStatus;
import dev.accountfeed.source.Traceparent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands, as they come over HTTP and from the Kafka topic: {@code {"command": …, "source": …}}. */
public final class CommandsApi {

    private static final Logger LOG = LoggerFactory.getLogger(CommandsApi.class);
    private static final String ALL = "*";

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
        JsonNode json = RequestBody.of(body);
        Traceparent trace = Traceparent.of(traceparent).orElse(null);
        String source = json.path("source").asText("");
        if (source.isEmpty()) {
            throw new ApiException(400, "source must be the id of a source, or * for all");
        }
        String command = json.path("command").asText("");
        return switch (command) {
            case "poll" ->
                new Page<>(
                        polled(source).stream()
                                .map(one -> poll(one, trigger, trace))
                                .toList(),
                        null);
            case "snapshot" -> order(command, source, one -> commands.snapshot(one, trace));
            case "accept-deletes" -> order(command, source, one -> commands.accept(one, trigger, trace));
            default -> throw new ApiException(400, "command must be poll, snapshot or accept-deletes");
        };
    }

    private List<String> polled(String source) {
        return source.equals(ALL)
                ? sources.enabled().stream().map(SourceStatus::id).toList()
                : List.of(source);
    }

    private Map<String, String> poll(String source, String trigger, @Nullable Traceparent trace) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("source", source);
        asked.put("poll", sources.request(source, trigger, trace));
        return asked;
    }

    /** In the background: a snapshot may be of many accounts, and waits for polls that run. */
    private Page<Map<String, String>> order(String command, String source, ToLongFunction<String> what) {
        if (!source.equals(ALL) && !sources.isKnown(source)) {
            throw new ApiException(404, "nothing is known of this source; GET /api/sources lists them");
        }
        threads.execute(() -> {
            try {
                long events = what.applyAsLong(source);
                LOG.info("Command {} for source {} has made {} events", command, source, events);
            } catch (RuntimeException e) {
                LOG.error("Command {} for source {} failed", command, source, e);
            }
        });
        return new Page<>(List.of(Map.of("source", source)), null);
    }
}
