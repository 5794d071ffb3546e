package dev.accountfeed.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders as Kubernetes mounts ConfigMaps: {@code file → ..data/file}, {@code ..data →} a folder of the version. */
final class ConfigMaps {

    private static final String VERSION = "..2026_11_21_16_00_00.123456789";

    private ConfigMaps() {}

    /** Each folder of {@code routes/} as a ConfigMap of its own. */
    static Path routes(Path folder) throws IOException {
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            for (Path from : routes.filter(Files::isDirectory).toList()) {
                mount(from, folder.resolve(from.getFileName()));
            }
        }
        return folder;
    }

    private static void mount(Path from, Path to) throws IOException {
        Path version = Files.createDirectories(to.resolve(VERSION));
        Files.createSymbolicLink(to.resolve("..data"), Path.of(VERSION));
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            Files.copy(file, version.resolve(name));
            Files.createSymbolicLink(to.resolve(name), Path.of("..data", name));
        }
    }
}
