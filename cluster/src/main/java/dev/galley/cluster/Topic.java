// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A value that changes, and those who want to know. They are told by one virtual thread, one after
/// the other, so that a slow one keeps the others waiting and nobody else; values that were
/// replaced meanwhile are passed over. Any thread.
///
/// @param <T> immutable
public final class Topic<T> implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Topic.class.getName());

    private final ExecutorService teller =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("topic").factory());
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile T value;

    public Topic(T first) {
        value = first;
    }

    public T value() {
        return value;
    }

    /// Those who listen are told, unless nothing has changed.
    public void set(T next) {
        if (next.equals(value)) return;
        value = next;
        tell();
    }

    /// As {@link Membership#listen}.
    public Listening listen(Consumer<T> told) {
        Listener listener = new Listener(told);
        listeners.add(listener);
        tell();
        return () -> listeners.remove(listener);
    }

    /// One round waits at the most: it tells what is so when its turn comes.
    private void tell() {
        if (waiting.getAndSet(true)) return;
        try {
            teller.execute(this::tellAll);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "nobody is told any more", e);
        }
    }

    private void tellAll() {
        waiting.set(false);
        listeners.forEach(Listener::tell);
    }

    /// Nobody is told any more.
    @Override
    public void close() {
        listeners.clear();
        teller.shutdown();
    }

    private final class Listener {
        private final Consumer<T> consumer;
        private @Nullable T told;

        Listener(Consumer<T> consumer) {
            this.consumer = consumer;
        }

        void tell() {
            T now = value;
            if (now.equals(told) || !listeners.contains(this)) return;
            told = now;
            try {
                consumer.accept(now);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a listener failed", e);
            }
        }
    }
}
