package dev.accountfeed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Where the feed reads and writes.
 *
 * @param stores whether it may write to {@code data} at all
 */
record FeedFolders(CamelContext context, Path config, Path routes, Path data, boolean stores) {

    static FeedFolders of(CamelContext context) {
        return new FeedFolders(
                context,
                Path.of(setting(context, "feed.config", "config")),
                Path.of(setting(context, "feed.routes", "routes")),
                Path.of(setting(context, "feed.data", "data")),
                Boolean.parseBoolean(setting(context, "feed.stores", "true")));
    }

    private static String setting(CamelContext context, String name, String otherwise) {
        return context.getPropertiesComponent().resolveProperty(name).orElse(otherwise);
    }

    /** A setting's value, or else the second one. */
    String setting(String name, String otherwise) {
        return setting(context, name, otherwise);
    }

    /** An empty folder for large answers while they are read. */
    Path temporary() {
        try {
            Path folder = stores ? data.resolve("tmp") : Files.createTempDirectory("account-feed-");
            Files.createDirectories(folder);
            try (Stream<Path> left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    // A process that was killed could not remove them.
                    Files.delete(file);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
