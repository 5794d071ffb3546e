package dev.accountfeed.state;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's own library, which its driver unpacks into the folder for temporary files.
 *
 * <p>A process that is killed would leave it there: a megabyte each time, until the folder of a container that restarts
 * again and again is full.
 */
final class NativeLibrary {

    private static final String FOLDER = "org.sqlite.tmpdir";

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads it, once, and removes its file, except on Windows, where a file in use cannot be removed, and where
     * {@code org.sqlite.lib.path} names one that is there already.
     *
     * @throws IOException if it cannot be unpacked or loaded
     */
    static synchronized void load() throws IOException {
        if (loaded
                || System.getProperty("org.sqlite.lib.path") != null
                || !FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        String temporary = System.getProperty(FOLDER, System.getProperty("java.io.tmpdir"));
        try {
            Path folder = Files.createTempDirectory(Path.of(temporary), "account-feed-");
            try {
                System.setProperty(FOLDER, folder.toString());
                SQLiteJDBCLoader.initialize();
            } finally {
                System.setProperty(FOLDER, temporary);
                remove(folder);
            }
        } catch (Exception e) {
            throw new IOException(
                    "SQLite's library cannot be loaded from " + temporary + " (" + e
                            + "): let the service write and run files there, or set -Dorg.sqlite.tmpdir to another folder",
                    e);
        }
        loaded = true;
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            LOG.debug("SQLite's library stays in {}", folder, e);
        }
    }
}
