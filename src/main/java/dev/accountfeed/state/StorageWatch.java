package dev.accountfeed.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Knows why nothing can be stored: no room, a disk that fails, a database that is damaged. */
final class StorageWatch {

    private static final Logger LOG = LoggerFactory.getLogger(StorageWatch.class);

    /** Below that a write that works proves little: the write-ahead log takes small ones without growing. */
    private static final long ROOM = 1 << 20;

    private static final String PAUSED = "; nothing is polled until that is over";

    private final Path file;
    private volatile @Nullable String trouble;
    private volatile boolean damaged;

    StorageWatch(Path file) {
        this.file = file;
    }

    /** What keeps the database from storing, and what to do about it; empty where nothing does. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Whether trying again may help. */
    boolean mayPass() {
        return trouble != null
                && !damaged
                && file.toAbsolutePath().resolveSibling("").toFile().getUsableSpace() >= ROOM;
    }

    /** Storing works again. */
    synchronized void works() {
        if (trouble != null && !damaged) {
            LOG.info("The database can store again: polling goes on");
            trouble = null;
        }
    }

    /** Looks whether a failure says more than that one statement was wrong. */
    void failed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException e) {
                judge(e);
                return;
            }
        }
    }

    private void judge(SQLiteException e) {
        // The low byte is the kind, what is above it the variety.
        int kind = e.getResultCode().code & 0xff;
        if (kind == SQLiteErrorCode.SQLITE_CORRUPT.code || kind == SQLiteErrorCode.SQLITE_NOTADB.code) {
            became(damage(String.valueOf(e.getMessage())), true);
        } else if (kind == SQLiteErrorCode.SQLITE_FULL.code) {
            became("no room to store: " + file + " cannot grow" + PAUSED, false);
        } else if (kind == SQLiteErrorCode.SQLITE_IOERR.code
                || kind == SQLiteErrorCode.SQLITE_READONLY.code
                || kind == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            became(
                    "the disk does not take what is to be stored in " + file + " ("
                            + e.getResultCode().name() + ")" + PAUSED,
                    false);
        }
    }

    private synchronized void became(String what, boolean forGood) {
        if (!what.equals(trouble) && !damaged) {
            trouble = what;
            damaged = forGood;
            LOG.error("{}", what);
        }
    }

    /** How to come back from a damaged database. */
    String damage(String how) {
        return "the database " + file + " is damaged (" + how + "); nothing is polled. Stop the service; replace "
                + file.getFileName() + " by a copy from before, or remove it; remove " + file.getFileName()
                + "-wal and "
                + file.getFileName() + "-shm; then run account-feed recover, and start the service";
    }

    /** Reads the whole database and returns what is wrong with it; empty for a sound one. */
    Optional<String> inspect(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = row.getString(1);
            if (found.equals("ok")) {
                return Optional.empty();
            }
            became(damage(found.lines().reduce((first, last) -> last).orElse(found)), true);
            return trouble();
        }
    }

    /** Whether reading all of it takes no time worth mentioning. */
    boolean isSmall() throws IOException {
        return Files.size(file) <= 64 << 20;
    }
}
