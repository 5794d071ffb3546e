package dev.accountfeed.sink;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Who may read a file. */
public record FilePermissions(Set<PosixFilePermission> set) {

    public FilePermissions {
        set = Set.copyOf(set);
    }

    /** Set on the file that is there, because a mask of the process would take some away at its making. */
    void apply(Path file) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, set);
        }
    }
}
