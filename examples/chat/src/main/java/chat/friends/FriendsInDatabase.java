// SPDX-License-Identifier: Apache-2.0
package chat.friends;

import chat.Friends;
import chat.Users;
import chat.database.DatabaseConfig;
import chat.database.DuplicateException;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.util.List;

@Module("friends")
public final class FriendsInDatabase implements Friends, AutoCloseable {
    private final Users users;
    private final FriendTable table;

    public FriendsInDatabase(Users users, DatabaseConfig config) {
        this.users = users;
        this.table = new FriendTable(config);
    }

    @Override
    public void add(String token, String name) {
        String owner = users.whoIs(token);
        if (!users.exists(name))
            throw CallException.failed("no-such-user", "nobody here is called " + name);
        try {
            table.add(owner, name);
        } catch (DuplicateException _) {
            // That is what was wanted.
        }
    }

    @Override
    public void remove(String token, String name) {
        table.remove(users.whoIs(token), name);
    }

    @Override
    public List<String> list(String token) {
        return table.list(users.whoIs(token));
    }

    @Override
    public void close() {
        table.close();
    }
}
