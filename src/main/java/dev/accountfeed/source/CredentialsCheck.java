package dev.accountfeed.source;

import dev.accountfeed.config.Finding;
import java.nio.file.Path;
import java.util.List;

/** Looks into a credentials file that exists and can be read. */
@FunctionalInterface
public interface CredentialsCheck {

    /** What is wrong with the file; never a word of its secrets. */
    List<Finding> check(Path file);

    /** The inventory names the file, which may not exist. */
    default void named(Path file) {}
}
