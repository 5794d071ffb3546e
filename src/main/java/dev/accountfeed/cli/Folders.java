package dev.accountfeed.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folders that every verb works on; by default beside {@code bin/}. */
final class Folders {

    static final Path HOME = Path.of(System.getProperty("feed.home", "."));

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "settings and inventory (default: config/ beside bin/)")
    Path config = HOME.resolve("config");

    @Option(names = "--routes", paramLabel = "DIR", description = "Camel routes and providers (default: routes/)")
    Path routes = HOME.resolve("routes");

    @Option(names = "--data", paramLabel = "DIR", description = "database, events, dead letters (default: data/)")
    Path data = HOME.resolve("data");
}
