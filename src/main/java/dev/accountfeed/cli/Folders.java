package dev.accountfeed.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folders of an installation: beside {@code bin/}, unless said otherwise. */
public final class Folders {

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "${sys:feed.home:-.}/config",
            description = "settings and inventory (config/ beside bin/)")
    Path config = Path.of("config");

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            defaultValue = "${sys:feed.home:-.}/routes",
            description = "Camel routes and providers (routes/ beside bin/)")
    Path routes = Path.of("routes");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:feed.home:-.}/data",
            description = "database, events and dead letters (data/ beside bin/)")
    Path data = Path.of("data");
}
