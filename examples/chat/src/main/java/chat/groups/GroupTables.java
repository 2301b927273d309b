// SPDX-License-Identifier: Apache-2.0
package chat.groups;

import chat.Groups.Group;
import chat.database.Database;
import chat.database.DatabaseConfig;
import java.util.List;
import java.util.Optional;

/// Which groups there are, and who is in them.
final class GroupTables implements AutoCloseable {
    private final Database database;

    GroupTables(DatabaseConfig config) {
        database =
                new Database(
                        config,
                        """
                        create table if not exists chat_groups (
                            name varchar(32) primary key,
                            owner varchar(32) not null)
                        """,
                        """
                        create table if not exists chat_members (
                            team varchar(32) not null references chat_groups on delete cascade,
                            name varchar(32) not null,
                            removed boolean default false not null,
                            primary key (team, name))
                        """,
                        "create index if not exists chat_members_name on chat_members (name)");
    }

    void create(String group, String owner) {
        database.inTransaction(sql -> {
            sql.update("insert into chat_groups (name, owner) values (?, ?)", group, owner);
            return sql.update("insert into chat_members (team, name) values (?, ?)", group, owner);
        });
    }

    Optional<String> owner(String group) {
        String select = "select owner from chat_groups where name = ?";
        return database.inTransaction(sql -> sql.one(row -> row.getString(1), select, group));
    }

    /// With all its members.
    void delete(String group) {
        database.inTransaction(sql -> sql.update("delete from chat_groups where name = ?", group));
    }

    void add(String group, String member) {
        String insert = "insert into chat_members (team, name) values (?, ?)";
        database.inTransaction(sql -> sql.update(insert, group, member));
    }

    boolean isRemoved(String group, String member) {
        String count = "select count(*) from chat_members where team = ? and name = ? and removed";
        return database.inTransaction(sql -> sql.number(count, group, member)) > 0;
    }

    void leave(String group, String member) {
        String delete = "delete from chat_members where team = ? and name = ? and not removed";
        database.inTransaction(sql -> sql.update(delete, group, member));
    }

    /// It stays known, so that the member stays out.
    void remove(String group, String member) {
        String update = "update chat_members set removed = true where team = ? and name = ?";
        database.inTransaction(sql -> sql.update(update, group, member));
    }

    List<Group> of(String member) {
        String select =
                """
                select g.name, g.owner from chat_groups g join chat_members m on m.team = g.name
                where m.name = ? and not m.removed order by g.name
                """;
        return database.inTransaction(sql ->
                sql.all(row -> new Group(row.getString(1), row.getString(2)), select, member));
    }

    List<String> members(String group) {
        String select =
                "select name from chat_members where team = ? and not removed order by name";
        return database.inTransaction(sql -> sql.all(row -> row.getString(1), select, group));
    }

    @Override
    public void close() {
        database.close();
    }
}
