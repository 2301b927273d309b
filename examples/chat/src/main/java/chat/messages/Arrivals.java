// SPDX-License-Identifier: Apache-2.0
package chat.messages;

import chat.messages.MessageTables.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Brings what arrives to those who listen in this process. One thread asks the tables for all of
/// them: at once for what was sent in this process, and every so often for the rest.
final class Arrivals implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Arrivals.class.getName());
    private static final int PAGE = 500;

    /// A message that all have got is known for so long after it was sent, by its id.
    private static final Duration KNOWN = Duration.ofHours(1);

    private static final Duration TIDY = Duration.ofMinutes(1);

    private final MessageTables tables;
    private final Duration poll;
    private final Map<String, Set<Listener>> listeners = new ConcurrentHashMap<>();
    private final Thread thread;
    private long last;
    private long tidied = System.nanoTime();

    Arrivals(MessageTables tables, Duration poll) {
        this.tables = tables;
        this.poll = poll;
        this.last = tables.last();
        this.thread = Thread.ofVirtual().name("arrivals").start(this::run);
    }

    /// From now on `listener` is offered what arrives for `name`; what was there before it can find
    /// in the tables.
    void listen(String name, Listener listener) {
        listeners.compute(
                name,
                (_, those) -> {
                    Set<Listener> all = those == null ? ConcurrentHashMap.newKeySet() : those;
                    all.add(listener);
                    return all;
                });
    }

    void leave(String name, Listener listener) {
        listeners.computeIfPresent(
                name,
                (_, those) -> {
                    those.remove(listener);
                    return those.isEmpty() ? null : those;
                });
    }

    /// There is something new.
    void look() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                while (deliver() == PAGE) {
                    // There may be more.
                }
                tidy();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot look for messages", e);
            }
            LockSupport.parkNanos(poll.toNanos());
        }
    }

    private int deliver() {
        List<Kept> arrived = tables.after(last, PAGE);
        for (Kept row : arrived) {
            for (Listener listener : listeners.getOrDefault(row.recipient(), Set.of()))
                listener.offer(row.message());
            last = row.number();
        }
        return arrived.size();
    }

    private void tidy() {
        long now = System.nanoTime();
        if (now - tidied < TIDY.toNanos()) return;
        tidied = now;
        tables.forget(Instant.now().minus(KNOWN));
    }

    @Override
    public void close() {
        thread.interrupt();
        listeners.values().forEach(those -> those.forEach(Listener::close));
    }
}
