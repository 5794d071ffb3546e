package dev.accountfeed.config;

import java.nio.file.Path;

/**
 * Something wrong in a file that a user wrote.
 *
 * @param line from 1; 0 for the file as a whole
 * @param column from 1
 * @param message what is wrong, and what to write instead; never a secret's value
 */
public record Finding(Path file, int line, int column, String message) {

    /** Said of a file that is there. */
    public static final String FORBIDDEN = "cannot be read by this user; change its owner or permissions";

    /** Said of a file that Java or jq would take the mark for a part of; YAML allows it. */
    static final String BYTE_ORDER_MARK = "begins with a byte order mark; save it as UTF-8 without one";

    /** {@code file:line:column: message} */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
