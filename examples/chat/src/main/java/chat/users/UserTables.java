// SPDX-License-Identifier: Apache-2.0
package chat.users;

import chat.database.Database;
import chat.database.DatabaseConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who is registered, and who is logged in.
final class UserTables implements AutoCloseable {
    private final Database database;

    UserTables(DatabaseConfig config) {
        database =
                new Database(
                        config,
                        """
                        create table if not exists chat_users (
                            name varchar(32) primary key,
                            password varchar(60) not null,
                            attempts int default 0 not null,
                            attempted timestamp with time zone)
                        """,
                        """
                        create table if not exists chat_logins (
                            token varchar(43) primary key,
                            name varchar(32) not null references chat_users,
                            until timestamp with time zone not null)
                        """,
                        "create index if not exists chat_logins_until on chat_logins (until)");
    }

    void add(String name, String password) {
        String insert = "insert into chat_users (name, password) values (?, ?)";
        database.inTransaction(sql -> sql.update(insert, name, password));
    }

    boolean exists(String name) {
        return password(name).isPresent();
    }

    Optional<String> password(String name) {
        String select = "select password from chat_users where name = ?";
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
                update chat_users set attempted = ?,
                    attempts = case when attempted < ? then 1 else attempts + 1 end
                where name = ? and (attempts < ? or attempted < ?)
                """;
        return database.inTransaction(
                sql -> sql.update(update, now, rested, name, most, rested) > 0);
    }

    void login(String name, String token, Instant until) {
        database.inTransaction(sql -> {
            sql.update("update chat_users set attempts = 0 where name = ?", name);
            sql.update("delete from chat_logins where until < ?", Instant.now());
            String insert = "insert into chat_logins (token, name, until) values (?, ?, ?)";
            return sql.update(insert, token, name, until);
        });
    }

    void logout(String token) {
        database.inTransaction(sql -> sql.update("delete from chat_logins where token = ?", token));
    }

    Optional<String> name(String token) {
        String select = "select name from chat_logins where token = ? and until > ?";
        return database.inTransaction(
                sql -> sql.one(row -> row.getString(1), select, token, Instant.now()));
    }

    /// The first names after one, in order.
    List<String> namesAfter(String name, int most) {
        String select = "select name from chat_users where name > ? order by name limit ?";
        return database.inTransaction(sql -> sql.all(row -> row.getString(1), select, name, most));
    }

    @Override
    public void close() {
        database.close();
    }
}
