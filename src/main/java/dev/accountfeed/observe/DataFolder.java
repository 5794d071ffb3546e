package dev.accountfeed.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room there is for the data folder, and how much the database takes. */
record DataFolder(Path folder) {

    /** What this process may still write to its disk, in bytes. */
    long free() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The size of its disk, in bytes. */
    long size() {
        try {
            return Files.getFileStore(folder).getTotalSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database with what SQLite keeps beside it, in bytes. */
    long database() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "account-feed.db*")) {
            long bytes = 0;
            for (Path file : files) {
                bytes += file.toFile().length();
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
