// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import chat.Admin;
import chat.AdminContract;
import chat.Friends;
import chat.FriendsContract;
import chat.Groups;
import chat.GroupsContract;
import chat.Message;
import chat.Messages;
import chat.MessagesContract;
import chat.Recipient;
import chat.Users;
import chat.UsersContract;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The services of the chat, as they are from here, and who has logged in.
final class Client {
    final Users users;
    final Friends friends;
    final Groups groups;
    private final Messages messages;
    private final Admin admin;
    private final Screen screen;
    private @Nullable Thread receiving;
    private String name = "";
    private volatile String token = "";
    private @Nullable Recipient partner;

    Client(Caller caller, Screen screen) {
        this.users = UsersContract.CONTRACT.stub(caller);
        this.friends = FriendsContract.CONTRACT.stub(caller);
        this.groups = GroupsContract.CONTRACT.stub(caller);
        this.messages = MessagesContract.CONTRACT.stub(caller);
        this.admin = AdminContract.CONTRACT.stub(caller);
        this.screen = screen;
    }

    /// What every call carries.
    ///
    /// @throws CallException if nobody has logged in
    String token() {
        if (token.isEmpty()) throw CallException.failed("not-logged-in", "/login comes first");
        return token;
    }

    void login(String who, String password) {
        logout();
        String mine = users.login(who, password).token();
        token = mine;
        name = who;
        screen.tell(Style.NOTE, "logged in as " + who);
        receiving = Thread.startVirtualThread(() -> receive(mine));
    }

    private void receive(String mine) {
        try {
            new Inbox(messages, mine, this::show).receive();
        } catch (CallException e) {
            if (!token.equals(mine)) return;
            token = "";
            screen.tell(Style.ERROR, "logged out: " + e.getMessage());
        }
    }

    private void show(Message message) {
        boolean toAll = message.to() instanceof Recipient.Everyone;
        screen.tell(toAll ? Style.ANNOUNCEMENT : Style.MESSAGE, Words.line(message));
    }

    void logout() {
        if (token.isEmpty()) return;
        String mine = token;
        token = "";
        partner = null;
        if (receiving != null) receiving.interrupt();
        users.logout(mine);
        screen.tell(Style.NOTE, "logged out");
    }

    /// From here on lines without a command go to `recipient`: a name, or `#` and a group's.
    void talk(String recipient) {
        partner = recipient(recipient);
    }

    private static Recipient recipient(String name) {
        return name.startsWith("#")
                ? new Recipient.Group(name.substring(1))
                : new Recipient.User(name);
    }

    void send(String recipient, String text) {
        messages.send(token(), UUID.randomUUID(), recipient(recipient), text);
    }

    /// To whom one talks.
    void send(String text) {
        Recipient to = partner;
        if (to == null) throw CallException.failed("to-nobody", "/talk says to whom");
        messages.send(token(), UUID.randomUUID(), to, text);
    }

    void announce(String text) {
        admin.broadcast(token(), UUID.randomUUID(), text);
    }

    String prompt() {
        String to =
                switch (partner) {
                    case null -> "";
                    case Recipient.User user -> " to " + user.name();
                    case Recipient.Group group -> " to #" + group.name();
                    case Recipient.Everyone _ -> "";
                };
        return (token.isEmpty() ? "" : name + to) + "> ";
    }
}
