// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.sticky;

import dev.galley.pool.persistence.Binding;
import dev.galley.pool.persistence.SessionTable;
import dev.galley.sessions.SessionStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Lets all balancers of a store know which member has which session, beside the traffic: a thread
/// reads what the others have told, tells what was chosen here, and waits for {@link #TURN}. While
/// the store does not answer, each balancer goes on with what it knows, and tells the rest later.
/// ADR 0018 has the reasons.
public final class SharedTables implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(100);

    /// After the store has failed.
    private static final Duration REST = Duration.ofSeconds(1);

    /// Every so many turns it is looked where the log ends.
    private static final int LOOK = 10;

    /// The longest segment, in bytes.
    private static final int LONGEST = 64 << 10;

    /// Of so many sessions of a table others are told in a turn.
    private static final int SESSIONS = 25_000;

    private final Supplier<Map<String, SessionTable<?>>> tables;
    private final Consumer<String> listener;
    private final int longest;
    private final Log log;
    private final Thread thread = Thread.ofVirtual().name("sticky").unstarted(this::run);
    private final CountDownLatch first = new CountDownLatch(1);

    /// Segments that the store has not taken yet, no more than one turn's.
    private final Deque<byte[]> unsent = new ArrayDeque<>();

    private int turns;
    private volatile boolean again;
    private volatile boolean reached;
    private volatile String trouble = "";

    /// @param store which stays open
    /// @param longest the longest value that it takes, in bytes; 1 KiB or more
    /// @param tables those that are shared now, by the names of their pools
    /// @param listener told when the store cannot be used, and why; told an empty text when it can
    ///   be used again
    public SharedTables(
            SessionStore store,
            int longest,
            Supplier<Map<String, SessionTable<?>>> tables,
            Consumer<String> listener) {
        this.tables = tables;
        this.listener = listener;
        this.longest = Math.min(longest, LONGEST);
        this.log = new Log(store);
    }

    /// Begins, and waits until what others have told is known here, or the store has failed.
    ///
    /// @param patience how long to wait at the most
    public void start(Duration patience) throws InterruptedException {
        thread.start();
        var _ = first.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            while (true) {
                turn();
                first.countDown();
                Thread.sleep(reached ? TURN : REST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reads and tells once. One thread at a time.
    void turn() throws InterruptedException {
        Map<String, SessionTable<?>> all = tables.get();
        try {
            hash(all);
            if (again) rewind();
            if (turns % LOOK == 0) look(all);
            log.read(segment -> learn(segment, all));
            tell(all);
            turns++;
            stands("");
        } catch (RuntimeException e) {
            // Whatever the store's library throws, the next turn may go better.
            if (Thread.interrupted()) throw new InterruptedException();
            turns = 0;
            stands(String.valueOf(e.getMessage()));
        }
    }

    /// There are other tables now, which know nothing yet.
    public void learnAgain() {
        again = true;
    }

    private void rewind() {
        again = false;
        turns = 0;
        log.rewind();
    }

    private void look(Map<String, SessionTable<?>> all) throws InterruptedException {
        if (log.look()) {
            hash(all);
            all.values().forEach(SessionTable::tellAgain);
        }
        log.catchUp(segment -> learn(segment, all));
    }

    private void hash(Map<String, SessionTable<?>> all) {
        Root root = log.root();
        all.values().forEach(table -> table.hashBy(root.first(), root.second()));
    }

    private void learn(byte[] segment, Map<String, SessionTable<?>> all) {
        Segment.read(
                segment,
                (pool, told) -> {
                    SessionTable<?> table = all.get(pool);
                    if (table != null) table.learn(told);
                });
    }

    private void tell(Map<String, SessionTable<?>> all) {
        if (unsent.isEmpty()) {
            Map<String, List<Binding>> told = new HashMap<>();
            all.forEach((pool, table) -> told.put(pool, table.tell(SESSIONS)));
            unsent.addAll(Segment.of(told, longest));
        }
        while (!unsent.isEmpty()) {
            log.add(unsent.getFirst(), segment -> learn(segment, all));
            unsent.removeFirst();
        }
    }

    private void stands(String why) {
        boolean was = trouble.isEmpty();
        reached = why.isEmpty();
        trouble = why;
        if (was != reached) listener.accept(why);
    }

    /// Why the store cannot be used; empty: it can.
    public String trouble() {
        return reached ? "" : trouble.isEmpty() ? "the store was not asked yet" : trouble;
    }

    /// Tells what was chosen last, if the store can be used, and ends. The store stays open.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            if (reached) turn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
