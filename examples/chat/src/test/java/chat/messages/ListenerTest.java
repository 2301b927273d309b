// SPDX-License-Identifier: Apache-2.0
package chat.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.Message;
import chat.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private static final Message MESSAGE =
            new Message(UUID.randomUUID(), "ann", new Recipient.Everyone(), "hi", Instant.EPOCH);

    @Test
    void whatIsOfferedIsTakenUntilTheEnd() {
        Listener listener = new Listener(Duration.ofDays(1), () -> {});
        listener.offer(MESSAGE);
        assertThat(listener.next()).contains(MESSAGE);
        Thread.startVirtualThread(listener::close);
        assertThat(listener.next()).isEmpty();
    }

    @Test
    void whoTakesNothingIsLetGo() {
        Listener listener = new Listener(Duration.ofDays(1), () -> {});
        for (int i = 0; i < 1001; i++) listener.offer(MESSAGE);
        assertThatThrownBy(listener::next).hasMessageContaining("begin again");
    }

    @Test
    void whoMayNotListenAnyMoreIsLetGo() {
        Listener listener =
                new Listener(
                        Duration.ofMillis(1),
                        () -> {
                            throw new IllegalStateException("logged out");
                        });
        assertThatThrownBy(listener::next).hasMessage("logged out");
    }
}
