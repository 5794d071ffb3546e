package dev.accountfeed.state;

import java.nio.file.Path;

/** Another process works in the data folder. */
public final class FolderInUseException extends DatabaseException {

    private static final long serialVersionUID = 1;

    FolderInUseException(Path folder) {
        super("the data folder " + folder + " is in use by another account-feed;"
                + " stop that one, or give this one a folder of its own with --data");
    }
}
