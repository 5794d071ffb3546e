package dev.accountfeed.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A feed's config and routes in a folder of their own, as a user would edit them. */
final class LiveFiles {

    private final Path folder;

    /** Begins with the shipped routes and settings. */
    LiveFiles(Path folder) {
        this.folder = folder;
        copy(Path.of("routes"), routes());
        save(settings(), read(Path.of("config/application.properties")));
    }

    Path config() {
        return folder.resolve("config");
    }

    Path routes() {
        return folder.resolve("routes");
    }

    Path data() {
        return folder.resolve("data");
    }

    Path inventory() {
        return config().resolve("sources.yaml");
    }

    Path settings() {
        return config().resolve("application.properties");
    }

    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an editor that writes the file in place. */
    static void save(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an editor that writes another file and renames it. */
    static void replace(Path file, String text) {
        try {
            Path fresh = Files.createTempFile(file.getParent(), ".", ".swp");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void edit(Path file, UnaryOperator<String> edit) {
        String before = read(file);
        String after = edit.apply(before);
        if (after.equals(before)) {
            throw new IllegalStateException("the edit changes nothing in " + file);
        }
        save(file, after);
    }
}
