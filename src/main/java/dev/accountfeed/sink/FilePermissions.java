package dev.accountfeed.sink;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;

/** Who may read a file: {@code 0640} or {@code rw-r-----}. */
public record FilePermissions(Set<PosixFilePermission> set) {

    public static final FilePermissions DEFAULT = parse("0640");

    public FilePermissions {
        set = Set.copyOf(set);
    }

    /**
     * Reads octal digits or nine letters.
     *
     * @throws IllegalArgumentException if it is neither, or if the owner could not append
     */
    public static FilePermissions parse(String text) {
        Set<PosixFilePermission> set;
        if (text.matches("0?[0-7]{3}")) {
            set = octal(Integer.parseInt(text, 8));
        } else if (text.matches("([r-][w-][x-]){3}")) {
            set = PosixFilePermissions.fromString(text);
        } else {
            throw new IllegalArgumentException("'" + text + "' is no file permissions; write 0640 or rw-r-----");
        }
        if (!set.containsAll(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))) {
            throw new IllegalArgumentException(
                    "with '" + text + "' the owner could not append; write 0640 or rw-r-----");
        }
        return new FilePermissions(set);
    }

    private static Set<PosixFilePermission> octal(int bits) {
        Set<PosixFilePermission> set = new TreeSet<>();
        // The constants stand in the order of the bits, from the owner's r down to the others' x.
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((bits & (0400 >> permission.ordinal())) != 0) {
                set.add(permission);
            }
        }
        return set;
    }

    /** Set on the file that is there, because a mask of the process would take some away at its making. */
    void apply(Path file) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, set);
        }
    }
}
