// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.sticky;

import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.SessionStore.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A log in the store that all balancers add to and read: segments with numbers. Whoever makes the
/// segment of the next number has added it, since only one can; the others read it and try the
/// number after. Segments end after {@link #LIFE}. One thread.
///
/// The root says about where the log ends, so that whoever comes finds it, and whoever slept, or
/// waits for a segment that the store has lost, goes on behind it.
final class Log {
    /// How long a segment is kept: longer than it takes until all of the largest table has been
    /// told again.
    static final Duration LIFE = Duration.ofMinutes(15);

    private static final Duration ROOT_LIFE = Duration.ofDays(366);
    private static final String NAME = "balancers:", ROOT = NAME + "root";

    /// How many segments are asked for at a time by who comes.
    private static final int BLOCK = 64;

    /// How many are read or tried one after the other, before something else has its turn.
    private static final int ROW = 1_000;

    private final SessionStore store;
    private Root root = Root.random();

    /// The number of the segment that is to come next, as far as this balancer knows.
    private long next;

    Log(SessionStore store) {
        this.store = store;
    }

    /// By its key session ids are hashed; its log tells whether the store has lost what was told.
    Root root() {
        return root;
    }

    /// All that is there will be read again.
    void rewind() {
        next = 0;
    }

    /// Looks what the store says of key and log, and makes both if it has none.
    ///
    /// @return whether this is another log than the one that was known here
    /// @throws SessionException if the store does not answer
    boolean look() {
        Versioned found = store.get(ROOT);
        if (found == null) {
            store.create(ROOT, root.withNewLog().bytes(), ROOT_LIFE);
            found = store.get(ROOT);
        }
        if (found == null) throw new SessionException("the store keeps nothing");
        Root there = Root.of(found.value());
        boolean another = there.log() != root.log();
        if (another) next = 0;
        root = there;
        if (root.end() < next)
            store.replace(ROOT, found.version(), root.withEnd(next).bytes(), ROOT_LIFE);
        return another;
    }

    /// Reads up to where the log ended when it was looked, the newest first.
    ///
    /// @throws SessionException if the store does not answer
    void catchUp(Consumer<byte[]> reader) throws InterruptedException {
        if (root.end() <= next) return;
        readBack(next, root.end(), reader);
        next = root.end();
    }

    /// Reads backwards, until nothing is there any more.
    private void readBack(long from, long to, Consumer<byte[]> reader) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            boolean any = true;
            for (long end = to; any && end > from; end -= BLOCK) {
                List<Future<byte @Nullable []>> block = new ArrayList<>();
                for (long i = Math.max(from, end - BLOCK); i < end; i++) {
                    long number = i;
                    block.add(threads.submit(() -> segment(number)));
                }
                any = false;
                for (Future<byte @Nullable []> asked : block) any |= read(asked.get(), reader);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SessionException told
                    ? told
                    : new IllegalStateException(e.getCause());
        }
    }

    /// Reads what was added since.
    ///
    /// @throws SessionException if the store does not answer
    void read(Consumer<byte[]> reader) {
        for (int i = 0; i < ROW && read(segment(next), reader); i++) next++;
    }

    private static boolean read(byte @Nullable [] segment, Consumer<byte[]> reader) {
        if (segment != null) reader.accept(segment);
        return segment != null;
    }

    /// Adds a segment, and reads what others have added meanwhile.
    ///
    /// @throws SessionException if the store does not answer; it may have been added
    void add(byte[] segment, Consumer<byte[]> reader) {
        for (int i = 0; i < ROW; i++) {
            boolean added = store.create(id(next), segment, LIFE) != 0;
            if (!added) read(segment(next), reader);
            next++;
            if (added) return;
        }
        throw new SessionException("other balancers are faster all the time");
    }

    private byte @Nullable [] segment(long number) {
        Versioned found = store.get(id(number));
        return found == null ? null : found.value();
    }

    private String id(long number) {
        return NAME + Long.toHexString(root.log()) + ":" + number;
    }
}
