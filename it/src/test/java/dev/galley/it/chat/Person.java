// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import static org.awaitility.Awaitility.await;

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
import dev.galley.rpc.Stage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/// A user with a client: it reconnects when its line breaks, sends again what may have been lost,
/// by the same id, and drops what it has got before.
final class Person implements AutoCloseable {
    private static final String PASSWORD = "correct-horse-";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> PASSING =
            Set.of(
                    "not-connected",
                    "not-sent",
                    "unanswered",
                    "deadline",
                    "overload",
                    "unavailable");

    private final URI where;
    private final String name;
    private final List<Message> got = new CopyOnWriteArrayList<>();
    private final Map<UUID, Message> known = new ConcurrentHashMap<>();
    private volatile Line line;
    private volatile String token = "";
    private volatile boolean away;

    Person(URI where, String name) {
        this.where = where;
        this.name = name;
        this.line = connected(where);
    }

    /// Registers, and begins to listen.
    static Person comes(URI where, String name) {
        Person person = new Person(where, name);
        person.users().register(name, person.password());
        person.login();
        return person.listens();
    }

    String name() {
        return name;
    }

    String password() {
        return PASSWORD + name;
    }

    String token() {
        return token;
    }

    void login() {
        token = users().login(name, password()).token();
    }

    Users users() {
        return UsersContract.CONTRACT.stub(line);
    }

    Friends friends() {
        return FriendsContract.CONTRACT.stub(line);
    }

    Groups groups() {
        return GroupsContract.CONTRACT.stub(line);
    }

    Messages messages() {
        return MessagesContract.CONTRACT.stub(line);
    }

    Admin admin() {
        return AdminContract.CONTRACT.stub(line);
    }

    Person listens() {
        away = false;
        Thread.startVirtualThread(() -> {
            while (!away) listenOnce();
        });
        return this;
    }

    private void listenOnce() {
        try (Stream<Message> messages = messages().receive(token)) {
            messages.forEach(message -> {
                if (known.putIfAbsent(message.id(), message) == null) got.add(message);
                messages().acknowledge(token, List.of(message.id()));
            });
        } catch (CallException _) {
            // It begins again.
        }
        reconnect();
    }

    /// Does it, however often the line breaks: what it does it must do as well twice.
    <T> T persistently(Function<Person, T> what) {
        return attempt(what)
                .orElseGet(() ->
                        await().atMost(PATIENCE)
                                .until(() -> attempt(what), Optional::isPresent)
                                .orElseThrow());
    }

    /// Empty: it may go well next time.
    private <T> Optional<T> attempt(Function<Person, T> what) {
        try {
            return Optional.of(what.apply(this));
        } catch (CallException e) {
            if (e.stage() == Stage.FAILED && !PASSING.contains(e.type())) throw e;
            reconnect();
            return Optional.empty();
        }
    }

    private synchronized void reconnect() {
        if (line.isBroken() && !away) line = connected(where);
    }

    /// It takes a moment until the balancer knows whom to connect to.
    private static Line connected(URI where) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new Line(where), Objects::nonNull);
    }

    /// Sends a text, once, whatever happens.
    void says(Recipient to, String text) {
        UUID id = UUID.randomUUID();
        persistently(me -> {
            me.messages().send(token, id, to, text);
            return id;
        });
    }

    /// What has arrived, without doubles, as `sender: text`.
    List<String> heard() {
        return got.stream().map(m -> m.from() + ": " + m.text()).toList();
    }

    List<Message> got() {
        return got;
    }

    /// Waits until it has.
    void hears(String... texts) {
        await().atMost(PATIENCE).until(() -> heard().containsAll(List.of(texts)));
    }

    @Override
    public void close() {
        away = true;
        line.close();
    }
}
