// SPDX-License-Identifier: Apache-2.0
package chat.admin;

import chat.Admin;
import chat.Messages;
import chat.Users;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.util.UUID;

@Module("admin")
public final class AdminByName implements Admin {
    private final Users users;
    private final Messages messages;
    private final AdminConfig config;

    public AdminByName(Users users, Messages messages, AdminConfig config) {
        this.users = users;
        this.messages = messages;
        this.config = config;
    }

    @Override
    public boolean isAdmin(String token) {
        return isAdminByName(users.whoIs(token));
    }

    private boolean isAdminByName(String name) {
        return config.admins().contains(name);
    }

    @Override
    public void broadcast(String token, UUID id, String text) {
        String name = users.whoIs(token);
        if (!isAdminByName(name))
            throw CallException.failed("not-an-admin", name + " may not do that");
        messages.announce(name, id, text);
    }
}
