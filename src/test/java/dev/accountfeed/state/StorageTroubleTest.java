package dev.accountfeed.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that cannot grow, by SQLite's own page limit, and databases that are damaged. */
class StorageTroubleTest {

    @TempDir
    Path folder;

    @Test
    void aDatabaseThatCannotGrowSaysSoLosesNothingAndGoesOn() throws Exception {
        try (Database database = Database.open(folder)) {
            AccountStateRepository repository = new AccountStateRepository(database, Samples.ENCODER);
            Samples.change(repository, "s", "a");
            limit(database, pages(database));
            assertThatThrownBy(() -> fill(repository)).isInstanceOf(DatabaseException.class);
            assertThat(repository.trouble().orElseThrow())
                    .contains("no room to store", "account-feed.db cannot grow", "nothing is polled until");
            long stored = new EventLog(database).last();
            assertThat(new EventLog(database).after(0, 100_000)).hasSize((int) stored);
            assertThat(sound(database)).isEqualTo("ok");

            limit(database, 1 << 20);
            database.retry();
            assertThat(repository.trouble()).isEmpty();
            Samples.change(repository, "s", "a");
            assertThat(new EventLog(database).last()).isEqualTo(stored + 1);
        }
    }

    @Test
    void whatOnlyOneStatementGetsWrongIsNoTrouble() {
        try (Database database = Database.open(folder)) {
            assertThatThrownBy(() -> database.write(connection -> execute(connection.createStatement(), "no sql")))
                    .isInstanceOf(DatabaseException.class);
            assertThat(database.trouble()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4096})
    void aDamagedDatabaseIsNotOpenedAndSaysHowToRestoreIt(int from) throws Exception {
        try (Database database = Database.open(folder)) {
            fill(new AccountStateRepository(database, Samples.ENCODER));
        }
        Path file = folder.resolve("account-feed.db");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = from; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + 7);
        }
        Files.write(file, bytes);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Database.open(folder))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll(
                            file + " is damaged",
                            "a copy from before",
                            "remove account-feed.db-wal and account-feed.db-shm",
                            "account-feed recover");
        }
        assertThat(Files.readAllBytes(file)).as("left as it was").isEqualTo(bytes);

        // As the message says.
        remove();
        Database.open(folder).close();
    }

    private void remove() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.filter(file -> file.toString().contains("account-feed.db"))
                    .toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }

    private static void fill(AccountStateRepository repository) {
        for (int i = 0; i < 300; i++) {
            Samples.change(repository, "s", "account-" + i);
        }
    }

    /** On the connection of the writer, which is idle: in one of its transactions the driver takes no such pragma. */
    private static void limit(Database database, long pages) throws Exception {
        Field field = Database.class.getDeclaredField("writing");
        field.setAccessible(true);
        Connection writing = (Connection) field.get(database);
        writing.setAutoCommit(true);
        execute(writing.createStatement(), "PRAGMA max_page_count = " + pages);
        writing.setAutoCommit(false);
    }

    private static long pages(Database database) {
        return Long.parseLong(database.read(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeQuery("PRAGMA page_count").getString(1);
            }
        }));
    }

    private static String sound(Database database) {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeQuery("PRAGMA integrity_check").getString(1);
            }
        });
    }

    private static boolean execute(Statement statement, String sql) throws java.sql.SQLException {
        try (statement) {
            return statement.execute(sql);
        }
    }
}
