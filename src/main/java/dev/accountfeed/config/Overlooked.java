package dev.accountfeed.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** YAML below {@code routes/} that nobody reads, by its name or its place: whoever wrote it believes that it counts. */
public final class Overlooked {

    private static final Pattern YAML = Pattern.compile("(?:\\.camel)?\\.ya?ml$");
    private static final String FIXTURES = "fixtures";

    private Overlooked() {}

    /** What to say of each such file in the folder; a folder that cannot be read is told by those who need it. */
    public static List<Finding> in(Path routes) {
        try (Stream<Path> files = Files.walk(routes, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> !Routes.isHidden(routes.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(file -> wanted(routes.relativize(file))
                            .filter(wanted -> !file.equals(routes.resolve(wanted)))
                            .map(wanted -> new Finding(file, 0, 0, "is not read by this name; name it " + wanted))
                            .stream())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Where a file would be read; empty for what is no YAML. */
    private static Optional<Path> wanted(Path file) {
        String name = file.getFileName().toString();
        String stem = YAML.matcher(name).replaceFirst("");
        if (stem.equals(name)) {
            return Optional.empty();
        }
        Path top = file.getName(0);
        if (file.getNameCount() > 2 && file.getName(1).toString().equals(FIXTURES)) {
            return Optional.of(top.resolve(FIXTURES).resolve(stem + ".yaml"));
        }
        if (stem.equals("provider") && file.getNameCount() == 2) {
            return Optional.of(top.resolve("provider.yaml"));
        }
        Path folder = Routes.isOfApplication(file) ? top : file.resolveSibling("");
        return Optional.of(folder.resolve(stem + ".camel.yaml"));
    }
}
