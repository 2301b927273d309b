// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One event loop, and the deadlines of the connections that live on it. All methods but {@link
/// #execute} belong to the loop's own thread.
public final class Loop {
    /// How exactly deadlines are kept.
    public static final long TICK_MILLIS = 100;

    private static final System.Logger LOG = System.getLogger(Loop.class.getName());

    private final int index;
    private final int writer;
    private final EventLoop eventLoop;
    private final BusyPoll poll;
    private @Nullable Timed first;
    private @Nullable Timed last;
    private boolean ticking;

    Loop(int index, int writer, EventLoop eventLoop, BusyPoll poll) {
        this.index = index;
        this.writer = writer;
        this.eventLoop = eventLoop;
        this.poll = poll;
    }

    /// Its number among its {@link Loops}, from 0.
    public int index() {
        return index;
    }

    /// Its number among all loops, those for datagrams too: what single-writer counters are kept
    /// by.
    public int writer() {
        return writer;
    }

    /// Netty's view of it.
    public EventLoop eventLoop() {
        return eventLoop;
    }

    /// Runs `task` on the loop; from any thread.
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    /// So many more answers, or fewer, are awaited that may come within microseconds: while there
    /// are any, the loop stays awake for a moment where that pays.
    public void await(int more) {
        poll.await(more);
    }

    /// Watches the deadline of `timed` until {@link #unwatch}.
    public void watch(Timed timed) {
        Timed before = last;
        timed.previous = before;
        timed.watched = true;
        last = timed;
        if (before == null) first = timed;
        else before.next = timed;
        if (!ticking) tickLater();
    }

    /// Watches it no more.
    public void unwatch(Timed timed) {
        if (!timed.watched) return;
        Timed next = timed.next, previous = timed.previous;
        if (previous == null) first = next;
        else previous.next = next;
        if (next == null) last = previous;
        else next.previous = previous;
        timed.next = null;
        timed.previous = null;
        timed.watched = false;
    }

    /// Calls `visitor` with everything that is watched now.
    public void each(Consumer<Timed> visitor) {
        List<Timed> all = new ArrayList<>();
        for (Timed timed = first; timed != null; timed = timed.next) all.add(timed);
        all.forEach(visitor);
    }

    private void tickLater() {
        ticking = true;
        eventLoop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Calls whoever is past its deadline. One pass over all: a connection pays a compare a tick,
    /// and moving a deadline costs nothing but the write of a field.
    private void tick() {
        long now = System.nanoTime();
        Timed timed = first;
        while (timed != null) {
            // Whoever expires may take its neighbour along: then this pass ends here, and the next
            // one goes on.
            Timed next = timed.next;
            if (timed.deadline != Timed.NEVER && now - timed.deadline >= 0) {
                timed.deadline = Timed.NEVER;
                expire(timed, now);
            }
            timed = next;
        }
        ticking = false;
        if (first != null) tickLater();
    }

    /// A defect in one connection costs that connection, never the deadlines of the others.
    private static void expire(Timed timed, long now) {
        try {
            timed.expired(now);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a deadline failed", e);
            timed.abort();
        }
    }
}
