package dev.accountfeed.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {

    @TempDir
    private Path folder;

    @Test
    void anErrorInACommitReachesItsCallerAndEndsNothing() throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("db"))) {
            connection.setAutoCommit(false);
            GroupCommit writer =
                    new GroupCommit(failingOnce(connection, fails), new StorageWatch(folder.resolve("db")));

            assertThatThrownBy(() -> makeTable(writer)).hasCauseInstanceOf(OutOfMemoryError.class);

            assertThat(makeTable(writer)).as("nothing of it was left").isTrue();
            writer.close();
        }
    }

    /** In a thread of its own: a writer that has ended would never answer. */
    private static boolean makeTable(GroupCommit writer) throws Exception {
        return CompletableFuture.supplyAsync(
                        () -> writer.<Boolean>write(connection -> execute(connection, "CREATE TABLE t (n INTEGER)")))
                .get(10, TimeUnit.SECONDS);
    }

    /** The first commit runs out of memory, before anything is committed. */
    private static Connection failingOnce(Connection connection, AtomicBoolean fails) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit") && fails.getAndSet(false)) {
                        throw new OutOfMemoryError("not really");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        }
    }
}
