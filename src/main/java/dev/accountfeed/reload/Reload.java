package dev.accountfeed.reload;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.accountfeed.config.Finding;
import java.time.Instant;
import java.util.List;

/**
 * How a change of the files ended.
 *
 * @param taken whether it runs now
 * @param changes what changed, in words
 * @param restart settings that count from the next start on only
 * @param findings why it was not taken
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Reload(Instant time, boolean taken, List<String> changes, List<String> restart, List<Finding> findings) {

    public Reload {
        changes = List.copyOf(changes);
        restart = List.copyOf(restart);
        findings = List.copyOf(findings);
    }
}
