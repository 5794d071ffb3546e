package dev.accountfeed.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** YAML below {@code routes/} that nobody reads, by its name or its place: whoever wrote it believes that it counts. */
final class Overlooked {

    private static final Pattern YAML = Pattern.compile("(?:\\.camel)?\\.ya?ml$");
    private static final String FIXTURES = "fixtures";

    private Overlooked() {}

    /** What to say of a file in the folder; nothing of what is read, or is no YAML. */
    static Optional<Finding> of(Path routes, Path file) {
        return wanted(routes.relativize(file))
                .filter(wanted -> !file.equals(routes.resolve(wanted)))
                .map(wanted -> new Finding(file, 0, 0, "is not read by this name; name it " + wanted));
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
        return Optional.of(folder.resolve(stem + Routes.ENDING));
    }
}
