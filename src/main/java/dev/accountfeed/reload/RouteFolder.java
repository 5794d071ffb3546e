package dev.accountfeed.reload;

import dev.accountfeed.config.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.util.AntPathMatcher;

/** The route files of {@code routes/}: triggers and sinks belong to the application's context, all else to polls. */
record RouteFolder(Path folder) {

    static final String ENDING = ".camel.yaml";

    /** What polls run through, as it stands in the files now; less what the application leaves out. */
    RouteFiles polls(CamelContext context) {
        String[] excluded = context.getPropertiesComponent()
                .resolveProperty("camel.main.routesExcludePattern")
                .map(patterns -> patterns.split(","))
                .orElse(new String[0]);
        // Camel matches against locations, and a pattern that begins with a star meets no absolute path.
        return read(file -> !ofApplication(file) && !AntPathMatcher.INSTANCE.anyMatch(excluded, "file:" + file));
    }

    /** Triggers and sinks. */
    RouteFiles application() {
        // Not further down: there Camel looks for none when the application starts.
        return read(file -> ofApplication(file) && folder.relativize(file).getNameCount() == 2);
    }

    private boolean ofApplication(Path file) {
        return Routes.isOfApplication(folder.relativize(file));
    }

    private RouteFiles read(Predicate<Path> wanted) {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(path -> path.toString().endsWith(ENDING))
                    .filter(Files::isRegularFile)
                    .filter(file -> !Routes.isHidden(folder.relativize(file)))
                    .filter(wanted)
                    .toList()) {
                texts.put(file, Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RouteFiles(texts);
    }
}
