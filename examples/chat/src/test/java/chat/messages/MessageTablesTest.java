// SPDX-License-Identifier: Apache-2.0
package chat.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.Limits;
import chat.Message;
import chat.Recipient;
import chat.database.DatabaseConfig;
import chat.messages.MessageTables.Kept;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageTablesTest {
    @TempDir private Path folder;
    private MessageTables tables;

    @BeforeEach
    void open() {
        tables = new MessageTables(new DatabaseConfig("jdbc:h2:" + folder.resolve("chat")));
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private static Message message(String text) {
        Recipient to = new Recipient.Everyone();
        return new Message(UUID.randomUUID(), "ann", to, text, Instant.EPOCH);
    }

    @Test
    void numbersAreSeenInTheirOrderAlsoWhereManySendAtOnce() throws InterruptedException {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++)
            senders.add(
                    Thread.startVirtualThread(() -> {
                        for (int j = 0; j < 20; j++)
                            tables.send(message("hi"), List.of("bob", "cid"));
                    }));
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < 320) {
            long last = numbers.isEmpty() ? 0 : numbers.getLast();
            tables.after(last, 7).forEach(row -> numbers.add(row.number()));
        }
        for (Thread sender : senders) sender.join();
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(numbers.getLast()).isEqualTo(320);
    }

    @Test
    void aFullMailboxTakesNoMoreAndNothingOfTheMessageIsKept() {
        for (int i = 0; i < Limits.KEPT; i++) tables.send(message("hi"), List.of("bob"));
        Message more = message("one more");
        assertThatThrownBy(() -> tables.send(more, List.of("bob"))).hasMessageContaining("waiting");
        assertThat(tables.sender(more.id())).isEmpty();
        tables.send(more, List.of("bob", "cid"));
        assertThat(tables.of("cid", 0, 2)).extracting(Kept::message).containsExactly(more);
    }

    @Test
    void whatAllHaveGotIsForgottenAfterATime() {
        Message got = message("got"), kept = message("kept");
        tables.send(got, List.of("bob"));
        tables.send(kept, List.of("bob"));
        tables.acknowledge("bob", List.of(got.id()));
        tables.forget(Instant.EPOCH);
        assertThat(tables.sender(got.id())).isEqualTo("ann");
        tables.forget(Instant.EPOCH.plusMillis(1));
        assertThat(tables.sender(got.id())).isEmpty();
        assertThat(tables.of("bob", 0, 2)).extracting(Kept::message).containsExactly(kept);
    }
}
