package dev.accountfeed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shipped routes, with a manifest that a test can bring to its limits. */
public final class TestRoutes {

    private TestRoutes() {}

    /** A copy of the routes in which no answer may be larger than 2 MB, and a poll soon tries again. */
    public static Path smallAnswers(Path folder) {
        Path copy = folder.resolve("routes");
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(Path.of("routes").relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(
                        target,
                        Files.readString(file)
                                .replaceFirst("(?m)^maxBytes: \\d+$", "maxBytes: 2097152")
                                .replace("redeliveryDelay: \"500\"", "redeliveryDelay: \"100\""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    /** Removes the files of a folder, if there are any. */
    public static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> all = files.toList();
                for (Path file : all) {
                    Files.delete(file);
                }
            }
        }
    }
}
