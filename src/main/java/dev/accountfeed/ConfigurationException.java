package dev.accountfeed;

import dev.accountfeed.config.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** Settings that the feed does not start with: the message has one finding a line. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    public ConfigurationException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
