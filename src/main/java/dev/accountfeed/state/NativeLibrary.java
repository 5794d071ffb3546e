package dev.accountfeed.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's own library, which has to be a file to be loaded.
 *
 * <p>Its driver unpacks it, compares what it has written byte by byte, which takes a tenth of a second of every start,
 * and leaves it there when the process is killed: a megabyte each time, until the folder of a container that restarts
 * again and again is full.
 */
final class NativeLibrary {

    private static final String FOLDER = "org.sqlite.tmpdir";
    private static final String PATH = "org.sqlite.lib.path";

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
                || System.getProperty(PATH) != null
                || !FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        String temporary = System.getProperty(FOLDER, System.getProperty("java.io.tmpdir"));
        try {
            Path folder = Files.createTempDirectory(Path.of(temporary), "account-feed-");
            try {
                unpack(folder);
                System.setProperty(PATH, folder.toString());
                System.setProperty(FOLDER, folder.toString());
                SQLiteJDBCLoader.initialize();
            } finally {
                System.clearProperty(PATH);
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

    /** Where there is none for this machine the driver says so. */
    private static void unpack(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String packed = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(packed)) {
            if (library != null) {
                Files.copy(library, folder.resolve(name));
            }
        }
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
