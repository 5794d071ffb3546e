package dev.accountfeed.state;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done with a connection; commit and rollback are not its business.
 *
 * <p>It may be done twice, the first time in vain, where another one of its transaction fails.
 */
@FunctionalInterface
public interface Work<T> {

    T apply(Connection connection) throws SQLException;
}
