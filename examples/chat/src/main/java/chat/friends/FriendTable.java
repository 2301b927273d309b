// SPDX-License-Identifier: Apache-2.0
package chat.friends;

import chat.Limits;
import chat.database.Database;
import chat.database.DatabaseConfig;
import dev.galley.rpc.CallException;
import java.util.List;

/// Who has whom for a friend.
final class FriendTable implements AutoCloseable {
    private final Database database;

    FriendTable(DatabaseConfig config) {
        database =
                new Database(
                        config,
                        """
                        create table if not exists chat_friends (
                            owner varchar(32) not null,
                            name varchar(32) not null,
                            primary key (owner, name))
                        """);
    }

    /// Fails with `too-many`.
    void add(String owner, String name) {
        database.inTransaction(sql -> {
            String count = "select count(*) from chat_friends where owner = ?";
            if (sql.number(count, owner) >= Limits.EACH)
                throw CallException.failed("too-many", "you have enough friends");
            return sql.update("insert into chat_friends (owner, name) values (?, ?)", owner, name);
        });
    }

    void remove(String owner, String name) {
        String delete = "delete from chat_friends where owner = ? and name = ?";
        database.inTransaction(sql -> sql.update(delete, owner, name));
    }

    List<String> list(String owner) {
        String select = "select name from chat_friends where owner = ? order by name";
        return database.inTransaction(sql -> sql.all(row -> row.getString(1), select, owner));
    }

    @Override
    public void close() {
        database.close();
    }
}
