// SPDX-License-Identifier: Apache-2.0
package chat.messages;

import chat.Limits;
import chat.Message;
import chat.Recipient;
import chat.database.Database;
import chat.database.DatabaseConfig;
import chat.database.DuplicateException;
import chat.database.Transaction;
import dev.galley.rpc.CallException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What was sent, and who has not got it yet: a row of the inbox for each message and recipient.
///
/// The rows are numbered, and whoever knows all up to a number asks for those above it. That needs
/// numbers that become visible in their order, as those of a sequence do not: a transaction that
/// takes 7 can be committed before the one that took 6. Here the last number is a row of its own,
/// which a transaction holds locked from when it takes numbers to its end.
final class MessageTables implements AutoCloseable {
    private static final String COLUMNS =
            """
            select i.number, i.recipient, m.id, m.sender, m.kind, m.target, m.text, m.sent
            from chat_inbox i join chat_messages m on m.id = i.message
            """;

    private final Database database;

    MessageTables(DatabaseConfig config) {
        database =
                new Database(
                        config,
                        """
                        create table if not exists chat_messages (
                            id uuid primary key,
                            sender varchar(32) not null,
                            kind varchar(8) not null,
                            target varchar(32) not null,
                            text varchar(%d) not null,
                            sent timestamp with time zone not null)
                        """
                                .formatted(Limits.TEXT),
                        "create index if not exists chat_messages_sent on chat_messages (sent)",
                        """
                        create table if not exists chat_inbox (
                            number bigint primary key,
                            recipient varchar(32) not null,
                            message uuid not null references chat_messages,
                            unique (recipient, message))
                        """,
                        "create index if not exists chat_inbox_message on chat_inbox (message)",
                        """
                        create table if not exists chat_last_number (
                            one int primary key check (one = 1),
                            number bigint not null)
                        """);
        try {
            database.inTransaction(sql -> sql.update("insert into chat_last_number values (1, 0)"));
        } catch (DuplicateException _) {
            // Another process was first, today or long ago.
        }
    }

    /// Keeps a message for its recipients, but those whose mailbox is full; fails with
    /// `mailbox-full` if all are.
    ///
    /// @throws DuplicateException if there is one of that id; nothing is done then
    void send(Message message, List<String> recipients) {
        database.inTransaction(sql -> {
            insert(sql, message);
            if (deliver(sql, message.id(), recipients) > 0 || recipients.isEmpty()) return true;
            throw CallException.failed("mailbox-full", "too much is waiting there already");
        });
    }

    /// Keeps a message, for recipients that are still to be named.
    ///
    /// @throws DuplicateException as {@link #send}
    void add(Message message) {
        database.inTransaction(sql -> insert(sql, message));
    }

    /// Names recipients of a message; those who have it in their inbox already have it once.
    void deliver(UUID message, List<String> recipients) {
        database.inTransaction(sql -> deliver(sql, message, recipients));
    }

    private static int insert(Transaction sql, Message message) throws SQLException {
        return sql.update(
                """
                insert into chat_messages (id, sender, kind, target, text, sent)
                values (?, ?, ?, ?, ?, ?)
                """,
                message.id(),
                message.from(),
                kind(message.to()),
                target(message.to()),
                message.text(),
                message.sent());
    }

    /// @return for how many
    private static int deliver(Transaction sql, UUID message, List<String> recipients)
            throws SQLException {
        long last = sql.number("select number from chat_last_number where one = 1 for update");
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (String recipient : recipients)
            rows.add(
                    new Object[] {
                        ++last, recipient, message, recipient, message, recipient, Limits.KEPT
                    });
        sql.update("update chat_last_number set number = ? where one = 1", last);
        String insert =
                """
                insert into chat_inbox (number, recipient, message)
                select cast(? as bigint), cast(? as varchar), cast(? as uuid)
                where not exists (select 1 from chat_inbox where recipient = ? and message = ?)
                    and (select count(*) from chat_inbox where recipient = ?) < ?
                """;
        return IntStream.of(sql.updates(insert, rows)).sum();
    }

    /// Who has sent a message; empty: there is none.
    String sender(UUID message) {
        String select = "select sender from chat_messages where id = ?";
        return database.inTransaction(sql -> sql.one(row -> row.getString(1), select, message))
                .orElse("");
    }

    /// The number that was given last.
    long last() {
        return database.inTransaction(sql -> sql.number("select number from chat_last_number"));
    }

    /// What is in anybody's inbox above a number, in order.
    List<Kept> after(long number, int most) {
        String select = COLUMNS + "where i.number > ? order by i.number limit ?";
        return database.inTransaction(sql -> sql.all(MessageTables::kept, select, number, most));
    }

    /// What is in an inbox above a number, in order.
    List<Kept> of(String recipient, long number, int most) {
        String select =
                COLUMNS + "where i.recipient = ? and i.number > ? order by i.number limit ?";
        return database.inTransaction(
                sql -> sql.all(MessageTables::kept, select, recipient, number, most));
    }

    void acknowledge(String recipient, List<UUID> messages) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (UUID message : messages) rows.add(new Object[] {recipient, message});
        String delete = "delete from chat_inbox where recipient = ? and message = ?";
        database.inTransaction(sql -> sql.updates(delete, rows));
    }

    /// Forgets messages that all have got. Their ids are known for so long, lest one that is sent
    /// again is new.
    void forget(Instant before) {
        String delete =
                """
                delete from chat_messages m where m.sent < ?
                    and not exists (select 1 from chat_inbox i where i.message = m.id)
                """;
        database.inTransaction(sql -> sql.update(delete, before));
    }

    private static Kept kept(ResultSet row) throws SQLException {
        Message message =
                new Message(
                        row.getObject("id", UUID.class),
                        row.getString("sender"),
                        recipient(row.getString("kind"), row.getString("target")),
                        row.getString("text"),
                        Transaction.instant(row, "sent"));
        return new Kept(row.getLong("number"), row.getString("recipient"), message);
    }

    private static String kind(Recipient to) {
        return switch (to) {
            case Recipient.User _ -> "user";
            case Recipient.Group _ -> "group";
            case Recipient.Everyone _ -> "everyone";
        };
    }

    private static String target(Recipient to) {
        return switch (to) {
            case Recipient.User user -> user.name();
            case Recipient.Group group -> group.name();
            case Recipient.Everyone _ -> "";
        };
    }

    private static Recipient recipient(String kind, String target) {
        return switch (kind) {
            case "user" -> new Recipient.User(target);
            case "group" -> new Recipient.Group(target);
            default -> new Recipient.Everyone();
        };
    }

    /// A row of the inbox.
    record Kept(long number, String recipient, Message message) {}

    @Override
    public void close() {
        database.close();
    }
}
