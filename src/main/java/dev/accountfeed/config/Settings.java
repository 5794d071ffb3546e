package dev.accountfeed.config;

import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Our own settings, {@code feed.*} in {@code config/application.properties}; what is Camel's is under Camel's names.
 *
 * @param name first part of every event's CloudEvents source
 * @param sinks names, in the order given
 * @param eventsKeep how long stored events are kept at least
 * @param eventsWarnAt events waiting for one sink at which there is a warning
 * @param typePrefix of every event's type
 * @param fileMaxBytes size at which a new events file is begun
 * @param filePermissions of events files
 * @param httpToken what callers who act must send; null while nobody may
 * @param httpHosts names besides loopback that the Host header may hold
 * @param logFormat {@code text} or {@code json}
 */
public record Settings(
        String name,
        List<String> sinks,
        Duration eventsKeep,
        long eventsWarnAt,
        String typePrefix,
        long fileMaxBytes,
        Set<PosixFilePermission> filePermissions,
        Kafka kafka,
        @Nullable String httpToken,
        List<String> httpHosts,
        String logFormat) {

    public static final String FILE = "application.properties";

    public Settings {
        sinks = List.copyOf(sinks);
        filePermissions = Set.copyOf(filePermissions);
        httpHosts = List.copyOf(httpHosts);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Settings[" + name + ", sinks=" + sinks + "]";
    }

    /**
     * What the Kafka sink needs besides Camel's component.
     *
     * @param structured whether events are structured rather than binary CloudEvents
     * @param transactionalId of the producer; also the key of the feed's position record
     * @param createTopics whether missing topics are made
     * @param partitions of the topics that are made
     * @param replication of the topics that are made; -1 for the broker's own default
     */
    public record Kafka(
            boolean structured,
            String eventsTopic,
            String accountsTopic,
            String commandsTopic,
            String positionsTopic,
            String transactionalId,
            boolean createTopics,
            int partitions,
            short replication) {}
}
