// SPDX-License-Identifier: Apache-2.0
package chat.page;

import chat.Admin;
import chat.Friends;
import chat.Groups;
import chat.Messages;
import chat.Users;
import dev.galley.rpc.Module;

/// Serves the web page, and a WebSocket for it.
@Module("page")
public final class Page implements AutoCloseable {
    public Page(
            PageConfig config,
            Users users,
            Friends friends,
            Groups groups,
            Messages messages,
            Admin admin) {}

    @Override
    public void close() {}
}
