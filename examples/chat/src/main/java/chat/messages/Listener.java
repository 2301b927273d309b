// SPDX-License-Identifier: Apache-2.0
package chat.messages;

import chat.Message;
import dev.galley.rpc.CallException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// One who receives. What arrives is offered by any thread, and taken by one.
final class Listener {
    private static final int MOST_WAITING = 1000;
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final BlockingQueue<Optional<Message>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Runnable check;
    private volatile boolean behind;
    private volatile boolean closed;

    /// @param check throws if this one may not listen any more; done every now and then
    Listener(Runnable check) {
        this.check = check;
    }

    void offer(Message message) {
        if (!waiting.offer(Optional.of(message))) behind = true;
    }

    /// Waits for the next one; empty: closed.
    ///
    /// @throws CallException `too-slow` if more has arrived than can wait, or what `check` throws
    Optional<Message> next() {
        try {
            while (!closed && !behind) {
                Optional<Message> next = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) return next;
                check.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        if (closed) return Optional.empty();
        throw CallException.failed("too-slow", "much has arrived, and nobody took it; begin again");
    }

    /// Whoever waits for the next one is told that there is none.
    void close() {
        closed = true;
        waiting.clear();
        waiting.offer(Optional.empty());
    }
}
