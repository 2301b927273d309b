// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import dev.galley.sessions.SessionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whether a node may believe what it has in memory. A node that was paused (SIGSTOP, a long
/// collection of garbage, a virtual machine that was suspended) wakes up believing what was true
/// before, and one that was cut off goes on believing it. So whoever looks at the clock, and
/// somebody does all the time, loses confidence if nobody had for too long; so it is if too few
/// others are seen. It comes back when others have shown that they still count on this node.
///
/// An answer counts only if confidence was there before it was asked for and was not lost until it
/// was there. Any thread.
final class Confidence {
    /// @param seen when the clock was last looked at
    /// @param doubts how often confidence was lost
    private record State(long seen, long doubts, boolean sure) {}

    /// Between two looks of who waits for it, in nanoseconds.
    private static final long LOOK = 5_000_000;

    private static final String UNSURE =
            "this node sees too few of the others that have sessions, or was paused and has not"
                    + " heard of them since";

    private static final String MAYBE =
            "this node was paused or cut off while it wrote a session, and has not heard of the"
                    + " others since: whether that is so can only be seen by reading it";

    private final long pause;
    private final long patience;
    private final LongSupplier clock;
    private final BooleanSupplier enough;
    private final AtomicReference<State> state;

    /// @param pause so long nobody may have looked; less than others need to go on without this
    ///   node
    /// @param patience how long an answer waits for confidence
    /// @param clock in nanoseconds, going on while the process stands still
    /// @param enough whether enough other nodes are seen
    Confidence(Duration pause, Duration patience, LongSupplier clock, BooleanSupplier enough) {
        this.pause = pause.toNanos();
        this.patience = patience.toNanos();
        this.clock = clock;
        this.enough = enough;
        state = new AtomicReference<>(new State(clock.getAsLong(), 0, false));
    }

    /// Looks at the clock and at the others; to be called all the time.
    ///
    /// @return how often confidence was lost so far
    long look() {
        return now().doubts;
    }

    boolean isSure() {
        return now().sure;
    }

    private State now() {
        boolean others = enough.getAsBoolean();
        return state.updateAndGet(was -> {
            long time = clock.getAsLong();
            boolean paused = time - was.seen > pause;
            boolean lost = paused || (was.sure && !others);
            return new State(time, was.doubts + (lost ? 1 : 0), was.sure && !lost);
        });
    }

    /// Has it again, unless it was lost once more.
    ///
    /// @param doubts what {@link #look} said before others were asked
    void regain(long doubts) {
        state.updateAndGet(was ->
                was.doubts == doubts && enough.getAsBoolean()
                        ? new State(was.seen, doubts, true)
                        : was);
    }

    /// What is asked of the others.
    interface Question<T extends @Nullable Object> {
        /// Reads or writes.
        ///
        /// @param again whether it was asked before and the answer not believed: what it writes may
        ///   have been done then
        T ask(boolean again);
    }

    /// An answer that is to be believed: asked again if confidence was lost meanwhile.
    ///
    /// @param write whether it may have been done when no answer is believed
    /// @throws SessionException if it can't be had
    <T extends @Nullable Object> T of(Question<T> question, boolean write) {
        long end = clock.getAsLong() + patience;
        for (boolean again = false; ; again = true) {
            State before = sure(end);
            if (!before.sure)
                throw again && write
                        ? new SessionException(MAYBE, true, null)
                        : new SessionException(UNSURE);
            T given = question.ask(again);
            if (look() == before.doubts) return given;
        }
    }

    /// Waits until there is confidence, or the time is over.
    private State sure(long end) {
        State now = now();
        while (!now.sure && now.seen - end < 0) {
            pause();
            now = now();
        }
        return now;
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofNanos(LOOK));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SessionException("interrupted");
        }
    }
}
