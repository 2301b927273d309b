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

    private final BlockingQueue<Optional<Message>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Duration every;
    private final Runnable check;
    private long checked = System.nanoTime();
    private volatile boolean behind;
    private volatile boolean closed;

    /// @param every how often `check` is done
    /// @param check throws if this one may not listen any more
    Listener(Duration every, Runnable check) {
        this.every = every;
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
                Optional<Message> next = waiting.poll(every.toMillis(), TimeUnit.MILLISECONDS);
                checkInTime();
                if (next != null) return next;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        if (closed) return Optional.empty();
        throw CallException.failed("too-slow", "much has arrived, and nobody took it; begin again");
    }

    private void checkInTime() {
        long now = System.nanoTime();
        if (now - checked < every.toNanos()) return;
        check.run();
        checked = now;
    }

    /// Whoever waits for the next one is told that there is none.
    void close() {
        closed = true;
        waiting.clear();
        waiting.offer(Optional.empty());
    }
}
