// SPDX-License-Identifier: Apache-2.0
package chat.groups;

import chat.Groups;
import chat.Limits;
import chat.Users;
import chat.database.DatabaseConfig;
import chat.database.DuplicateException;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.util.List;

@Module("groups")
public final class GroupsInDatabase implements Groups, AutoCloseable {
    private final Users users;
    private final GroupTables tables;

    public GroupsInDatabase(Users users, DatabaseConfig config) {
        this.users = users;
        this.tables = new GroupTables(config);
    }

    @Override
    public void create(String token, String group) {
        String owner = users.whoIs(token);
        checkCount(tables.of(owner).size(), "you are in enough groups");
        try {
            tables.create(Limits.name(group), owner);
        } catch (DuplicateException e) {
            if (!owns(owner, group)) throw CallException.failed("taken", group + " is taken");
        }
    }

    @Override
    public void join(String token, String group) {
        String member = users.whoIs(token);
        if (tables.owner(group).isEmpty())
            throw CallException.failed("no-such-group", "there is no group " + group);
        if (tables.isRemoved(group, member))
            throw CallException.failed("removed", "its owner has removed you from " + group);
        checkCount(tables.of(member).size(), "you are in enough groups");
        checkCount(tables.members(group).size(), group + " is full");
        try {
            tables.add(group, member);
        } catch (DuplicateException _) {
            // That is what was wanted.
        }
    }

    private static void checkCount(int count, String message) {
        if (count >= Limits.EACH) throw CallException.failed("too-many", message);
    }

    @Override
    public void leave(String token, String group) {
        String member = users.whoIs(token);
        if (owns(member, group)) tables.delete(group);
        else tables.leave(group, member);
    }

    @Override
    public void remove(String token, String group, String member) {
        String owner = users.whoIs(token);
        if (!owns(owner, group))
            throw CallException.failed("not-the-owner", group + " is not yours");
        if (owner.equals(member))
            throw CallException.failed("owner-stays", "leave it, and the group ends");
        tables.remove(group, member);
    }

    private boolean owns(String name, String group) {
        return tables.owner(group).filter(name::equals).isPresent();
    }

    @Override
    public List<Group> list(String token) {
        return tables.of(users.whoIs(token));
    }

    @Override
    public List<String> members(String token, String group) {
        String asks = users.whoIs(token);
        List<String> members = tables.members(group);
        if (members.contains(asks)) return members;
        throw CallException.failed("not-a-member", "you are not in " + group);
    }

    @Override
    public void close() {
        tables.close();
    }
}
