// SPDX-License-Identifier: Apache-2.0
package chat.messages;

import chat.Groups;
import chat.Limits;
import chat.Message;
import chat.Messages;
import chat.Recipient;
import chat.Users;
import chat.database.DuplicateException;
import chat.messages.MessageTables.Kept;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

@Module("messages")
public final class MessagesInDatabase implements Messages, AutoCloseable {
    private static final int PAGE = 100;

    /// How often it is looked whether a listener is still logged in.
    private static final Duration CHECK = Duration.ofSeconds(10);

    private final Users users;
    private final Groups groups;
    private final MessageTables tables;
    private final Arrivals arrivals;

    public MessagesInDatabase(Users users, Groups groups, MessagesConfig config) {
        this.users = users;
        this.groups = groups;
        this.tables = new MessageTables(config.database());
        this.arrivals = new Arrivals(tables, config.poll());
    }

    @Override
    public void send(String token, UUID id, Recipient to, String text) {
        String from = users.whoIs(token);
        List<String> recipients = recipients(token, from, to);
        Message message = message(id, from, to, text);
        try {
            tables.send(message, recipients);
            arrivals.look();
        } catch (DuplicateException _) {
            checkSender(message);
        }
    }

    private static Message message(UUID id, String from, Recipient to, String text) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new Message(id, from, to, Limits.text(text), now);
    }

    private List<String> recipients(String token, String from, Recipient to) {
        return switch (to) {
            case Recipient.User user -> {
                if (users.exists(user.name())) yield List.of(user.name());
                throw CallException.failed("no-such-user", "nobody here is called " + user.name());
            }
            case Recipient.Group group -> {
                List<String> members = new ArrayList<>(groups.members(token, group.name()));
                members.remove(from);
                yield members;
            }
            case Recipient.Everyone _ ->
                    throw CallException.failed("not-an-admin", "write to everyone by the admin");
        };
    }

    /// That it is there is well if it is the same, sent again.
    private void checkSender(Message message) {
        if (!tables.sender(message.id()).equals(message.from()))
            throw CallException.failed("id-taken", "somebody has sent a message of this id");
    }

    /// Listens first and looks then: what arrives in between comes twice rather than never.
    @Override
    public Stream<Message> receive(String token) {
        String name = users.whoIs(token);
        Listener listener = new Listener(CHECK, () -> users.whoIs(token));
        arrivals.listen(name, listener);
        Stream<Message> arriving =
                Stream.generate(listener::next)
                        .takeWhile(Optional::isPresent)
                        .map(Optional::orElseThrow);
        return Stream.concat(kept(name), arriving)
                .onClose(() -> {
                    arrivals.leave(name, listener);
                    listener.close();
                });
    }

    private Stream<Message> kept(String name) {
        return Stream.iterate(
                        tables.of(name, 0, PAGE),
                        page -> !page.isEmpty(),
                        page -> tables.of(name, page.getLast().number(), PAGE))
                .flatMap(List::stream)
                .map(Kept::message);
    }

    @Override
    public void acknowledge(String token, List<UUID> ids) {
        if (ids.size() > Limits.ACKNOWLEDGED)
            throw CallException.failed(
                    "too-many", "acknowledge %d at the most".formatted(Limits.ACKNOWLEDGED));
        tables.acknowledge(users.whoIs(token), ids);
    }

    @Override
    public void announce(String from, UUID id, String text) {
        Message message = message(id, from, new Recipient.Everyone(), text);
        try {
            tables.add(message);
        } catch (DuplicateException _) {
            checkSender(message);
        }
        List<String> some = new ArrayList<>();
        try (Stream<String> everyone = users.everyone()) {
            everyone.forEach(name -> {
                some.add(name);
                if (some.size() == PAGE) deliver(id, some);
            });
        }
        deliver(id, some);
    }

    private void deliver(UUID id, List<String> recipients) {
        tables.deliver(id, recipients);
        recipients.clear();
        arrivals.look();
    }

    @Override
    public void close() {
        arrivals.close();
        tables.close();
    }
}
