package dev.accountfeed.state;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The SQLite database of a data folder: one writer, some readers, and no other process. */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final String FILE = "account-feed.db";
    private static final int READERS = 4;

    private final FolderLock lock;
    private final StorageWatch watch;
    private final Connection writing;
    private final GroupCommit writer;
    private final HikariDataSource readers;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile String generation;

    private Database(FolderLock lock, Path file, StorageWatch watch) throws SQLException, IOException {
        this.lock = lock;
        this.watch = watch;
        SQLiteDataSource writable = new SQLiteDataSource(config(false));
        writable.setUrl("jdbc:sqlite:" + file);
        boolean small = watch.isSmall();
        if (small) {
            inspect(writable);
        }
        Schema.migrate(writable);
        writing = writable.getConnection();
        putBackLess(writing);
        writing.setAutoCommit(false);
        writer = new GroupCommit(writing, watch);
        generation = writer.write(Database::begin);
        readers = new HikariDataSource(pool(file));
        if (!small) {
            inspectMeanwhile();
        }
    }

    /**
     * Lets the write-ahead log grow to 16 MB before it is put back into the database's file, which waits for the disk
     * twice: most of its pages have been written anew by then.
     */
    private static void putBackLess(Connection connection) throws SQLException {
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("PRAGMA wal_autocheckpoint = 4000");
        }
    }

    /** Reads a small database through before anything is stored in it. */
    private void inspect(SQLiteDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            watch.inspect(connection).ifPresent(damage -> {
                throw new DatabaseException(damage);
            });
        }
    }

    /** A large one takes seconds: it is used meanwhile. */
    private void inspectMeanwhile() {
        Thread inspection = new Thread(this::inspectQuietly, "account-feed-inspection");
        inspection.setDaemon(true);
        inspection.start();
    }

    private void inspectQuietly() {
        try {
            read(watch::inspect);
        } catch (DatabaseException e) {
            LOG.debug("The database was not read through", e);
        }
    }

    /** Whether the folder has a database; nothing is opened. */
    public static boolean isIn(Path dataFolder) {
        return Files.exists(dataFolder.resolve(FILE));
    }

    /**
     * The database in the folder, made if there is none.
     *
     * @throws FolderInUseException if another process has it
     * @throws DatabaseException if it cannot be opened
     */
    public static Database open(Path dataFolder) {
        FolderLock lock = lock(dataFolder);
        Path file = dataFolder.resolve(FILE);
        StorageWatch watch = new StorageWatch(file);
        try {
            NativeLibrary.load();
            return new Database(lock, secret(file), watch);
        } catch (SQLException | IOException | RuntimeException e) {
            lock.close();
            watch.failed(e);
            if (e instanceof RuntimeException told && watch.trouble().isEmpty()) {
                throw told;
            }
            String why = watch.trouble().orElse("cannot open the database in " + dataFolder + ": " + e.getMessage());
            throw new DatabaseException(why, e);
        }
    }

    private static FolderLock lock(Path dataFolder) {
        try {
            Files.createDirectories(dataFolder);
            return FolderLock.take(dataFolder);
        } catch (IOException e) {
            throw new DatabaseException(
                    "the data folder " + dataFolder.toAbsolutePath().normalize() + " cannot be written to ("
                            + (e instanceof AccessDeniedException ? "no permission" : e.getMessage())
                            + "): let the user that the service runs as write there, or use --data for another one",
                    e);
        }
    }

    /** Made before SQLite sees it, so that it is never open to others; SQLite's files beside it follow its permissions. */
    private static Path secret(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    private static SQLiteConfig config(boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.setReadOnly(readOnly);
        return config;
    }

    private static HikariConfig pool(Path file) {
        SQLiteDataSource source = new SQLiteDataSource(config(true));
        source.setUrl("jdbc:sqlite:" + file);
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("account-feed-readers");
        pool.setDataSource(source);
        pool.setReadOnly(true);
        pool.setMaximumPoolSize(READERS);
        pool.setMinimumIdle(1);
        return pool;
    }

    private static String begin(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO feed (id, generation, origin, sequence, accounts)"
                                + " VALUES (1, ?, 0, 0, 0) ON CONFLICT (id) DO NOTHING");
                Statement select = connection.createStatement()) {
            insert.setString(1, newGeneration());
            insert.executeUpdate();
            try (ResultSet row = select.executeQuery("SELECT generation FROM feed")) {
                return row.getString(1);
            }
        }
    }

    static String newGeneration() {
        return new SecureRandom()
                .ints(8, 0, 36)
                .collect(
                        StringBuilder::new,
                        (text, digit) -> text.append(Character.forDigit(digit, 36)),
                        StringBuilder::append)
                .toString();
    }

    /** The first part of every event's id: made at random with the database. */
    public String generation() {
        return generation;
    }

    /** The generation is another one from now on. */
    void begun(String newGeneration) {
        generation = newGeneration;
    }

    /** Does the work in a transaction of its own, and returns when that is on the disk. */
    public <T> T write(Work<T> work) {
        return writer.write(work);
    }

    /** Does the work with what is committed. */
    public <T> T read(Work<T> work) {
        try (Connection connection = readers.getConnection()) {
            return work.apply(connection);
        } catch (SQLException e) {
            watch.failed(e);
            throw new DatabaseException("the database could not be read: " + e.getMessage(), e);
        }
    }

    /** Why nothing can be stored, and what to do about it; empty while all is well. */
    public Optional<String> trouble() {
        return watch.trouble();
    }

    /** Looks whether what kept the database from storing has passed. */
    public void retry() {
        if (watch.mayPass()) {
            try {
                write(connection -> {
                    try (Statement update = connection.createStatement()) {
                        return update.executeUpdate("UPDATE feed SET sequence = sequence");
                    }
                });
                watch.works();
            } catch (DatabaseException e) {
                LOG.debug("The database still cannot store", e);
            }
        }
    }

    /** Calls the listener after each commit that added events, in the thread that stored them: it must be quick. */
    public void onCommit(Runnable listener) {
        listeners.add(listener);
    }

    void eventsAdded() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.warn("A listener to commits failed", e);
            }
        }
    }

    /** Ends when all that was queued is stored and the write-ahead log is back in the database's file. */
    @Override
    public void close() {
        writer.close();
        readers.close();
        try (lock;
                writing) {
            writing.setAutoCommit(true);
            try (Statement checkpoint = writing.createStatement()) {
                checkpoint.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
        } catch (SQLException | UncheckedIOException e) {
            LOG.warn(
                    "The database's log could not be put back into it; nothing is lost: the next start does it ({})",
                    e.getMessage());
            LOG.debug("Closing failed", e);
        }
    }
}
