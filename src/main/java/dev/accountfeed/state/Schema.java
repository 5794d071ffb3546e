package dev.accountfeed.state;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the tables of this version. */
final class Schema {

    /** The newest file in {@code db/migration}. */
    static final int VERSION = 3;

    private Schema() {}

    static void migrate(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            int found = version(statement);
            if (found > VERSION) {
                throw new DatabaseException(
                        "the database was written by a newer account-feed (schema " + found + ", this one knows "
                                + VERSION + "); use that version, or a copy of the database from before it");
            }
            // Flyway takes most of a second to find out that there is nothing to do; this takes none.
            if (found < VERSION) {
                flyway(database);
                statement.execute("PRAGMA user_version = " + VERSION);
            }
        }
    }

    private static void flyway(DataSource database) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .loggers("slf4j")
                .load()
                .migrate();
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }
}
