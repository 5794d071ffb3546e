package dev.accountfeed.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.source.Poller;
import dev.accountfeed.source.SourceStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;

/** {@code /api/commands}: the same commands as on the Kafka topic. */
public final class CommandsApi {

    private static final String ALL = "*";

    private final Poller poller;
    private final SourcesApi sources;

    CommandsApi(Poller poller, SourcesApi sources) {
        this.poller = poller;
        this.sources = sources;
    }

    /** Does what {@code {"command": …, "source": …}} says, and tells of which sources. */
    public Page<Map<String, String>> run(@Body @Nullable String body) {
        JsonNode json = RequestBody.of(body);
        String source = json.path("source").asText("");
        if (source.isEmpty()) {
            throw new ApiException(400, "source must be the id of a source, or * for all");
        }
        return switch (json.path("command").asText("")) {
            case "poll" -> new Page<>(chosen(source).stream().map(this::poll).toList(), null);
            default -> throw new ApiException(400, "command must be poll, snapshot or accept-deletes");
        };
    }

    private List<String> chosen(String source) {
        if (!source.equals(ALL)) {
            return List.of(source);
        }
        return poller.status().stream()
                .filter(SourceStatus::enabled)
                .map(SourceStatus::id)
                .toList();
    }

    private Map<String, String> poll(String source) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("source", source);
        asked.put("poll", sources.request(source, "http"));
        return asked;
    }
}
