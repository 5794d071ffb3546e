package dev.accountfeed.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The three folders every verb works on; beside {@code bin/} unless told otherwise. */
final class Folders {

    @Option(names = "--config", paramLabel = "DIR", description = "settings and inventory (default: config)")
    Path config = home("config");

    @Option(names = "--routes", paramLabel = "DIR", description = "providers and routes (default: routes)")
    Path routes = home("routes");

    @Option(names = "--data", paramLabel = "DIR", description = "state and events (default: data)")
    Path data = home("data");

    private static Path home(String folder) {
        return Path.of(System.getProperty("feed.home", ""), folder);
    }
}
