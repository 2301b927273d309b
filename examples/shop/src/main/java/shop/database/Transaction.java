// SPDX-License-Identifier: Apache-2.0
package shop.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// SQL within one transaction; for the thread that has it.
public final class Transaction {
    private final Connection connection;

    Transaction(Connection connection) {
        this.connection = connection;
    }

    /// Makes an object of a row.
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// All rows.
    public <T> List<T> all(Row<T> row, String sql, @Nullable Object... arguments)
            throws SQLException {
        List<T> all = new ArrayList<>();
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) all.add(row.of(rows));
        }
        return all;
    }

    /// The only row, if there is one.
    public <T> Optional<T> one(Row<T> row, String sql, @Nullable Object... arguments)
            throws SQLException {
        return all(row, sql, arguments).stream().findFirst();
    }

    /// A number, such as a count.
    public long number(String sql, @Nullable Object... arguments) throws SQLException {
        return one(row -> row.getLong(1), sql, arguments).orElseThrow();
    }

    /// How many rows it has changed.
    public int update(String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    /// How many rows each of many has changed.
    public int[] updates(String sql, List<@Nullable Object[]> each) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] arguments : each) {
                set(statement, arguments);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object[] arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        set(statement, arguments);
        return statement;
    }

    private static void set(PreparedStatement statement, @Nullable Object[] arguments)
            throws SQLException {
        for (int i = 0; i < arguments.length; i++) statement.setObject(i + 1, sql(arguments[i]));
    }

    private static @Nullable Object sql(@Nullable Object argument) {
        return argument instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : argument;
    }

    /// A column with a point in time.
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
