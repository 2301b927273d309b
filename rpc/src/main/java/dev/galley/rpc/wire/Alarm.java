// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// One timer for the deadlines of all calls of a connection: set to the nearest. That of a call
/// that has ended is not taken back: when the timer rings, who set it looks what is due, and what
/// is next. So a call costs a comparison, and few timers are ever set. Belongs to the loop.
final class Alarm {
    /// Calls that are due within this time of one another are looked for once.
    private static final long GRAIN_NANOS = 1_000_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop loop;
    private final LongUnaryOperator rung;
    private @Nullable Future<?> timer;
    private long at;

    /// @param rung given the time, ends what is due, and returns when the next is; `NEVER`: none
    Alarm(EventLoop loop, LongUnaryOperator rung) {
        this.loop = loop;
        this.rung = rung;
    }

    /// Has it ring at `deadline` at the latest.
    void set(long deadline) {
        if (deadline == NEVER) return;
        Future<?> set = timer;
        if (set != null && at - deadline <= 0) return;
        if (set != null) set.cancel(false);
        at = deadline;
        long wait = Math.max(deadline - System.nanoTime(), 0);
        timer = loop.schedule(this::ring, wait, TimeUnit.NANOSECONDS);
    }

    private void ring() {
        timer = null;
        long now = System.nanoTime(), next = rung.applyAsLong(now);
        if (next != NEVER) set(Math.max(next - now, GRAIN_NANOS) + now);
    }

    void stop() {
        if (timer != null) timer.cancel(false);
        timer = null;
    }
}
