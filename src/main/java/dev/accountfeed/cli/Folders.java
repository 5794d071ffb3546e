package dev.accountfeed.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The folders that every verb works on; by default beside {@code bin/}. */
final class Folders {

    /** Camel splits its locations there: no name of a folder that settings or routes stand in may hold it. */
    static final String LOCATION = ",";

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

    /** Refuses what no verb can work with, before it begins: wrong usage. */
    void check(CommandSpec verb) {
        checkFolder(verb, "--config", config);
        checkPath(verb, "--config", config, LOCATION);
        checkFolder(verb, "--routes", routes);
        // Camel decodes the others in the location of a route, and looks for another file.
        checkPath(verb, "--routes", routes, LOCATION + "+%;\\");
        // SQLite takes what stands behind it for options of its own.
        checkPath(verb, "--data", data, "?");
        // It is made where it is missing.
        if (Files.exists(data)) {
            checkFolder(verb, "--data", data);
        }
    }

    /** The settings that name them, which settings and routes may name in turn. */
    Map<String, String> settings() {
        return Map.of("feed.config", absolute(config), "feed.routes", absolute(routes), "feed.data", absolute(data));
    }

    private static String absolute(Path folder) {
        return folder.toAbsolutePath().normalize().toString();
    }

    private static void checkFolder(CommandSpec verb, String option, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(verb.commandLine(), option + ": " + folder + " is not a folder");
        }
    }

    /** Refuses a path that would be read as another one. */
    static void checkPath(CommandSpec verb, String option, Path folder, String refused) {
        Path path = folder.toAbsolutePath().normalize();
        path.toString().chars().filter(c -> refused.indexOf(c) >= 0).findFirst().ifPresent(c -> {
            throw new ParameterException(
                    verb.commandLine(),
                    option + ": " + path + " holds a " + (c == ',' ? "comma" : (char) c) + "; use a path without one");
        });
    }
}
