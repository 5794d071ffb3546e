package dev.accountfeed.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.source.SourceStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Header;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/commands}: the same commands as on the Kafka topic. */
public final class CommandsApi {

    /** The bean that does what is more than a poll. */
    static final String BEAN = "commands";

    private static final Logger LOG = LoggerFactory.getLogger(CommandsApi.class);
    private static final String ALL = "*";

    private final CamelContext context;
    private final ProducerTemplate template;
    private final SourcesApi sources;
    private final ExecutorService threads;

    CommandsApi(CamelContext context, SourcesApi sources, ExecutorService threads) {
        this.context = context;
        this.template = context.createProducerTemplate();
        this.sources = sources;
        this.threads = threads;
    }

    /** Begins what {@code {"command": …, "source": …}} says, and tells for which sources. */
    public Page<Map<String, String>> run(
            @Body @Nullable String body, @Header(ApiHeaders.TRACEPARENT) @Nullable String traceparent) {
        JsonNode json = RequestBody.of(body);
        String source = json.path("source").asText("");
        if (source.isEmpty()) {
            throw new ApiException(400, "source must be the id of a source, or * for all");
        }
        return switch (json.path("command").asText("")) {
            case "poll" ->
                new Page<>(
                        polled(source).stream().map(id -> poll(id, traceparent)).toList(), null);
            case "snapshot" -> order("snapshot(${body})", source);
            case "accept-deletes" -> order("accept(${body},http)", source);
            default -> throw new ApiException(400, "command must be poll, snapshot or accept-deletes");
        };
    }

    private List<String> polled(String source) {
        return source.equals(ALL)
                ? sources.enabled().stream().map(SourceStatus::id).toList()
                : List.of(source);
    }

    private Map<String, String> poll(String source, @Nullable String traceparent) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("source", source);
        asked.put("poll", sources.request(source, traceparent));
        return asked;
    }

    /** In the background: a snapshot may be of many accounts, and waits for polls that run. */
    private Page<Map<String, String>> order(String method, String source) {
        if (context.getRegistry().lookupByName(BEAN) == null) {
            throw new ApiException(501, "this feed has no commands beside poll");
        }
        if (!source.equals(ALL) && !sources.isKnown(source)) {
            throw new ApiException(404, "nothing is known of this source; GET /api/sources lists them");
        }
        threads.execute(() -> {
            try {
                Object events = template.requestBody("bean:" + BEAN + "?method=" + method, source);
                LOG.info("Command {} for source {} has made {} events", method, source, events);
            } catch (RuntimeException e) {
                LOG.error("Command {} for source {} failed", method, source, e);
            }
        });
        return new Page<>(List.of(Map.of("source", source)), null);
    }
}
