// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import chat.Limits;
import chat.Message;
import chat.Messages;
import dev.galley.rpc.CallException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Receives for a user who has logged in: each message is shown once, and acknowledged when it was.
final class Inbox {
    private final Messages messages;
    private final String token;
    private final Consumer<Message> show;
    private final BlockingQueue<UUID> shown = new ArrayBlockingQueue<>(Limits.KEPT);
    private final SequencedSet<UUID> known = new LinkedHashSet<>();

    Inbox(Messages messages, String token, Consumer<Message> show) {
        this.messages = messages;
        this.token = token;
        this.show = show;
    }

    /// Receives until the token is good no more, or the thread is interrupted; over as many
    /// connections as it takes.
    ///
    /// @throws CallException with the reason
    void receive() {
        Thread acknowledging = Thread.startVirtualThread(this::acknowledge);
        try {
            while (true) {
                try (Stream<Message> arriving = messages.receive(token)) {
                    arriving.forEach(this::take);
                } catch (CallException e) {
                    if (e.type().equals("not-logged-in") || e.type().equals("cancelled")) throw e;
                }
                Link.pause();
            }
        } finally {
            acknowledging.interrupt();
        }
    }

    private void take(Message message) {
        if (known.add(message.id())) show.accept(message);
        if (known.size() > Limits.KEPT) known.removeFirst();
        shown.offer(message.id()); // what is not acknowledged comes again
    }

    private void acknowledge() {
        try {
            while (true) {
                List<UUID> ids = new ArrayList<>();
                Collections.addAll(ids, shown.take());
                shown.drainTo(ids, Limits.ACKNOWLEDGED - 1);
                acknowledge(ids);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acknowledge(List<UUID> ids) {
        try {
            messages.acknowledge(token, ids);
        } catch (CallException e) {
            // They come again.
        }
    }
}
