package dev.accountfeed.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir
    Path folder;

    @Test
    void theFolderIsMadeAndTheFileIsForItsOwnerOnly() throws Exception {
        try (Database database = Database.open(folder.resolve("a/b"))) {
            insert(database, "s");
            for (String name : List.of("account-feed.db", "account-feed.db-wal")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                folder.resolve("a/b").resolve(name))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void theGenerationIsMadeWithTheDatabaseAndStays() {
        String made;
        try (Database database = Database.open(folder)) {
            made = database.generation();
        }
        try (Database database = Database.open(folder)) {
            assertThat(database.generation()).isEqualTo(made).matches("[a-z0-9]{8}");
        }
    }

    @Test
    void aSecondProcessIsToldWhichFolderIsInUse() {
        try (Database database = Database.open(folder)) {
            assertThatThrownBy(() -> Database.open(folder))
                    .isInstanceOf(FolderInUseException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("--data");
            assertThat(sinks(database)).isEmpty();
        }
        Database.open(folder).close();
    }

    @Test
    void whoeverIsRefusedTheFolderInThisProcessDoesNotOpenItToOthers() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/locks")), "a system that tells what is locked");
        try (Database database = Database.open(folder)) {
            String lock = ":" + Files.getAttribute(folder.resolve(".lock"), "unix:ino") + " ";
            assertThat(Files.readString(Path.of("/proc/locks"))).contains(lock);

            assertThatThrownBy(() -> Database.open(folder)).isInstanceOf(FolderInUseException.class);

            assertThat(Files.readString(Path.of("/proc/locks"))).contains(lock);
            assertThat(sinks(database)).isEmpty();
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() {
        try (Database database = Database.open(folder)) {
            database.write(connection -> execute(connection, "PRAGMA user_version = 99"));
        }
        assertThatThrownBy(() -> Database.open(folder)).hasMessageContaining("newer account-feed");
    }

    @Test
    void theSchemaVersionIsThatOfTheNewestMigration() {
        assertThat(migration(Schema.VERSION)).isTrue();
        assertThat(migration(Schema.VERSION + 1)).isFalse();
    }

    private static boolean migration(int version) {
        URL folder = Schema.class.getResource("/db/migration");
        String[] names = Path.of(folder.getPath()).toFile().list();
        return names != null && List.of(names).stream().anyMatch(name -> name.startsWith("V" + version + "__"));
    }

    @Test
    void itIsDurableAndWritesAhead() {
        try (Database database = Database.open(folder)) {
            assertThat(database.<String>write(connection -> value(connection, "PRAGMA journal_mode")))
                    .isEqualTo("wal");
            assertThat(database.<String>write(connection -> value(connection, "PRAGMA synchronous")))
                    .isEqualTo("2");
        }
    }

    @Test
    void aFailingWriteUndoesOnlyItself() throws Exception {
        try (Database database = Database.open(folder)) {
            CountDownLatch go = new CountDownLatch(1);
            CompletableFuture<?> first = CompletableFuture.runAsync(() -> database.write(connection -> {
                await(go);
                return insert(connection, "first");
            }));
            // These three mostly wait for the first one, and then share a commit; each outcome is the same if they do
            // not.
            List<CompletableFuture<?>> group = new ArrayList<>();
            for (String sink : List.of("second", "bad", "third")) {
                group.add(CompletableFuture.runAsync(() -> database.write(connection -> {
                    insert(connection, sink);
                    if (sink.equals("bad")) {
                        throw new IllegalStateException("bad");
                    }
                    return true;
                })));
            }
            go.countDown();
            first.get();
            group.get(0).get();
            group.get(2).get();
            assertThatThrownBy(group.get(1)::get).hasRootCauseInstanceOf(IllegalStateException.class);
            assertThat(sinks(database)).containsExactlyInAnyOrder("first", "second", "third");
        }
    }

    @Test
    void anErrorInAWriteReachesItsCallerAndEndsNothing() {
        try (Database database = Database.open(folder)) {
            assertThatThrownBy(() -> database.write(connection -> {
                        insert(connection, "gone");
                        throw new OutOfMemoryError("not really");
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThatThrownBy(() -> database.write(connection -> execute(connection, "no sql")))
                    .isInstanceOf(DatabaseException.class);
            insert(database, "kept");
            assertThat(sinks(database)).containsExactly("kept");
        }
    }

    @Test
    void whatWasQueuedIsStoredBeforeItCloses() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        List<CompletableFuture<?>> writes = new ArrayList<>();
        try (Database database = Database.open(folder)) {
            writes.add(CompletableFuture.runAsync(() -> database.write(connection -> {
                started.countDown();
                return insert(connection, "slow");
            })));
            started.await();
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).get();
        assertThat(folder.resolve("account-feed.db-wal")).doesNotExist();
        try (Database database = Database.open(folder)) {
            assertThat(sinks(database)).containsExactly("slow");
        }
    }

    @Test
    void aClosedDatabaseSaysSo() {
        Database database = Database.open(folder);
        database.close();
        assertThatThrownBy(() -> insert(database, "late")).hasMessageContaining("closed");
        database.close();
    }

    @Test
    void readersCannotWrite() {
        try (Database database = Database.open(folder)) {
            assertThatThrownBy(() -> database.read(connection -> insert(connection, "x")))
                    .isInstanceOf(DatabaseException.class);
        }
    }

    private static void insert(Database database, String sink) {
        database.write(connection -> insert(connection, sink));
    }

    private static boolean insert(Connection connection, String sink) throws SQLException {
        return execute(connection, "INSERT INTO position VALUES ('" + sink + "', 1)");
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        }
    }

    private static List<String> sinks(Database database) {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT sink FROM position")) {
                List<String> sinks = new ArrayList<>();
                while (row.next()) {
                    sinks.add(row.getString(1));
                }
                return sinks;
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
