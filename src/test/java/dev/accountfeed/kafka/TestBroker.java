package dev.accountfeed.kafka;

import dev.accountfeed.sandbox.KafkaBroker;
import dev.accountfeed.sandbox.KafkaBrokerJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Real brokers; one of them is for all tests of the process that do not kill it. */
public final class TestBroker {

    private static @Nullable KafkaBroker shared;

    private TestBroker() {}

    public static synchronized KafkaBroker shared() throws IOException {
        if (shared == null) {
            shared = start(Map.of(), List.of());
        }
        return shared;
    }

    public static KafkaBroker start(Map<String, String> settings, List<String> format) throws IOException {
        // First: the fetch empties the folder that they share.
        var jars = KafkaBrokerJars.of(Path.of("").toAbsolutePath());
        Path folder =
                Files.createDirectories(Path.of("target/kafka-broker/data").toAbsolutePath());
        return KafkaBroker.start(jars, Files.createTempDirectory(folder, "broker"), settings, format);
    }
}
