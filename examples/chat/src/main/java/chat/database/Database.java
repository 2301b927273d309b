// SPDX-License-Identifier: Apache-2.0
package chat.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The tables of a module, which it shares with the same module in other processes. Any thread.
///
/// H2 keeps them in a file that one process has open; the others reach it through that one, and one
/// of them opens it when that one ends. If it was killed that takes five to ten seconds, in which
/// the lock that it left grows old; who asks meanwhile waits.
public final class Database implements AutoCloseable {
    /// The default of H2 is to write half a second later: what was lost with a process then would
    /// have been promised to somebody.
    static final String H2 = ";AUTO_SERVER=TRUE;WRITE_DELAY=0;LOCK_TIMEOUT=10000";

    /// A process that stands still or is cut off in the middle of a transaction keeps the rows that
    /// it has locked from all others, until PostgreSQL misses it: by default that takes two hours.
    private static final String POSTGRESQL = "-c idle_in_transaction_session_timeout=3s";

    /// So many seconds PostgreSQL may be silent: one whose machine is gone would keep a connection
    /// of the pool for a quarter of an hour.
    private static final String SILENCE = "15";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int CONNECTIONS = 8;

    private final HikariDataSource connections;

    /// @param schema statements that do nothing if it is there
    public Database(DatabaseConfig config, String... schema) {
        connections = new HikariDataSource(pool(config));
        try {
            for (String statement : schema) create(statement);
        } catch (RuntimeException e) {
            connections.close();
            throw new IllegalStateException(name(config) + ": " + root(e), e);
        }
    }

    /// Where another process does so at the same moment it is there the next.
    private void create(String statement) {
        try {
            inTransaction(sql -> sql.update(statement));
        } catch (DuplicateException e) {
            inTransaction(sql -> sql.update(statement));
        }
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    /// The URL without what may be a password.
    private static String name(DatabaseConfig config) {
        return config.url().replaceFirst("[?;].*", "");
    }

    private static HikariConfig pool(DatabaseConfig config) {
        boolean h2 = config.url().startsWith("jdbc:h2:");
        HikariConfig pool = new HikariConfig();
        pool.setDriverClassName(h2 ? "org.h2.Driver" : "org.postgresql.Driver");
        pool.setJdbcUrl(h2 ? config.url() + H2 : config.url());
        if (!h2) {
            pool.addDataSourceProperty("options", POSTGRESQL);
            pool.addDataSourceProperty("socketTimeout", SILENCE);
        }
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    /// What is done in a transaction.
    public interface Work<T extends @Nullable Object> {
        T on(Transaction sql) throws SQLException;
    }

    /// Does it in a transaction, and does it again if the database went away meanwhile. It can have
    /// been committed then: it must be such that twice is as good as once.
    ///
    /// That is on a thread of its own: a call that is given up is interrupted, and H2 loses the
    /// file to an interrupt, for all that use it.
    ///
    /// @throws DuplicateException if a row of that key is there already
    /// @throws CallException `unavailable`, if the database did not come back in time; or what
    ///   `work` throws
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        long patience = Math.min(PATIENCE.toNanos(), CallContext.current().remaining());
        FutureTask<T> task = new FutureTask<>(() -> within(patience, work));
        Thread.startVirtualThread(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallException(Stage.CANCELLED, "cancelled", "given up", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException ours) throw ours;
            throw new IllegalStateException(e.getCause());
        }
    }

    private <T extends @Nullable Object> T within(long patience, Work<T> work) {
        long end = System.nanoTime() + patience;
        while (true) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (isDuplicate(e)) throw new DuplicateException(e);
                if (isForGood(e)) throw forGood(e);
                if (System.nanoTime() - end > 0) throw unavailable(e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private <T extends @Nullable Object> T once(Work<T> work) throws SQLException {
        Connection connection = connections.getConnection();
        try (connection) {
            T result = work.on(new Transaction(connection));
            connection.commit();
            return result;
        } catch (SQLException e) {
            if (!isDuplicate(e)) connections.evictConnection(connection);
            throw e;
        }
    }

    /// SQL's state of a key that is there already, and those of a table, as each database has it.
    private static boolean isDuplicate(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.matches("23505|42P07|42S01|42S11");
    }

    /// It would fail again: classes 22, 23, 28, 3D and 42 of SQL's states are data, constraints,
    /// who may connect, which database, and syntax.
    private static boolean isForGood(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.matches("(22|23|28|3D|42).*");
    }

    private static RuntimeException forGood(SQLException e) {
        return e.getSQLState().startsWith("22")
                ? CallException.failed("bad-text", "the database cannot keep such a text")
                : new IllegalStateException("a mistake in a statement", e);
    }

    private static CallException unavailable(SQLException e) {
        return new CallException(
                Stage.FAILED, "unavailable", "the database cannot be reached; try again", e);
    }

    @Override
    public void close() {
        connections.close();
    }
}
