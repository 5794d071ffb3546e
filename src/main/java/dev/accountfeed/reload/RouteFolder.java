package dev.accountfeed.reload;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.config.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.util.AntPathMatcher;

/**
 * The route files of {@code routes/}: triggers and sinks belong to the application's context, all else to polls.
 *
 * @param excluded patterns of those that are left out, as Camel matches them
 */
record RouteFolder(Path folder, List<String> excluded) {

    /** The folder less what the application leaves out, until it is started anew. */
    static RouteFolder of(Path folder, CamelContext main) {
        return new RouteFolder(
                folder,
                main.getPropertiesComponent()
                        .resolveProperty("camel.main.routesExcludePattern")
                        .map(patterns -> List.of(patterns.split(",")))
                        .orElse(List.of()));
    }

    /** What polls run through, as it stands in the files now. */
    RouteFiles polls() {
        return read(file -> !ofApplication(file));
    }

    /** Triggers and sinks. */
    RouteFiles application() {
        // Not further down: there Camel looks for none when the application starts.
        return read(file -> ofApplication(file) && folder.relativize(file).getNameCount() == 2);
    }

    private boolean ofApplication(Path file) {
        return Routes.isOfApplication(folder.relativize(file));
    }

    /** Camel matches against locations, and a pattern that begins with a star meets no absolute path. */
    private boolean isExcluded(Path file) {
        return AntPathMatcher.INSTANCE.anyMatch(excluded.toArray(String[]::new), "file:" + file);
    }

    private RouteFiles read(Predicate<Path> wanted) {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(path -> path.toString().endsWith(Routes.ENDING))
                    .filter(Files::isRegularFile)
                    .filter(file -> !Routes.isHidden(folder.relativize(file)))
                    .filter(wanted)
                    .filter(file -> !isExcluded(file))
                    .toList()) {
                texts.put(file, Files.readString(file));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigurationException(List.of(Routes.unreadable(folder, e)));
        }
        return new RouteFiles(texts);
    }
}
