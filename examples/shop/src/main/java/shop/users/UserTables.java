// SPDX-License-Identifier: Apache-2.0
package shop.users;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import shop.database.Database;
import shop.database.DatabaseConfig;

/// Who is registered.
final class UserTables implements AutoCloseable {
    private final Database database;

    UserTables(DatabaseConfig config) {
        database =
                new Database(
                        config,
                        """
                        create table if not exists shop_users (
                            name varchar(32) primary key,
                            password varchar(60) not null,
                            attempts int default 0 not null,
                            attempted timestamp with time zone)
                        """);
    }

    void add(String name, String password) {
        String insert = "insert into shop_users (name, password) values (?, ?)";
        database.inTransaction(sql -> sql.update(insert, name, password));
    }

    Optional<String> password(String name) {
        String select = "select password from shop_users where name = ?";
        return database.inTransaction(sql -> sql.one(row -> row.getString(1), select, name));
    }

    /// Counts an attempt to log in before its end is known: many at once are many.
    ///
    /// @return whether there were fewer than `most` since the last success, or since the last of
    ///   them for as long as `rest`
    boolean attempt(String name, int most, Duration rest) {
        Instant now = Instant.now(), rested = now.minus(rest);
        String update =
                """
                update shop_users set attempted = ?,
                    attempts = case when attempted < ? then 1 else attempts + 1 end
                where name = ? and (attempts < ? or attempted < ?)
                """;
        return database.inTransaction(
                sql -> sql.update(update, now, rested, name, most, rested) > 0);
    }

    void succeeded(String name) {
        String update = "update shop_users set attempts = 0 where name = ?";
        database.inTransaction(sql -> sql.update(update, name));
    }

    @Override
    public void close() {
        database.close();
    }
}
