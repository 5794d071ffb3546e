package dev.accountfeed.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what a user wrote. */
public final class TextFile {

    private TextFile() {}

    /**
     * The text of a regular file; a named pipe would be waited for, and a device may have no end.
     *
     * @throws java.nio.charset.CharacterCodingException where it is not UTF-8
     */
    public static String read(Path file) throws IOException {
        requireRegular(file);
        return Files.readString(file);
    }

    /** Refuses what is there and is no regular file; what is not there is told when it is read. */
    public static void requireRegular(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no regular file");
        }
    }
}
