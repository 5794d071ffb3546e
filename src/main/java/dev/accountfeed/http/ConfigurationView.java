package dev.accountfeed.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.accountfeed.config.Finding;
import dev.accountfeed.reload.Reload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs, in {@code GET /api/configuration}.
 *
 * @param current whether it is what the files hold
 * @param sources how many each provider has
 * @param last the last change of the files; null if there was none since the start
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigurationView(
        boolean current,
        Map<String, Long> sources,
        List<Route> routes,
        @Nullable Change last) {

    /**
     * A route that is loaded.
     *
     * @param from the endpoint that it begins with
     */
    public record Route(String id, String description, String from) {}

    /**
     * How a change of the files ended.
     *
     * @param findings why it was not taken: {@code file:line:column: message}
     */
    public record Change(
            Instant time, boolean taken, List<String> changes, List<String> restart, List<String> findings) {

        static Change of(Reload reload) {
            return new Change(
                    reload.time(),
                    reload.taken(),
                    reload.changes(),
                    reload.restart(),
                    reload.findings().stream().map(Finding::toString).toList());
        }
    }
}
