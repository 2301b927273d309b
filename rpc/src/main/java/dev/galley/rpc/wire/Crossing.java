// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The way from a loop to virtual threads: those that begin, and those that go on. Belongs to the
/// loop.
///
/// What one pass of reading brings crosses together: of several, one thread is started, which
/// starts and wakes the rest. Each start from outside the scheduler wakes an idle carrier, which
/// costs more than a short call does; a carrier that has more work than its own lets the others
/// have it.
final class Crossing {
    /// Up to so many cross each for itself: an idle carrier for each is the fastest.
    private static final int FEW = 2;

    private List<Runnable> gathered = new ArrayList<>();
    private boolean gathering;

    /// What comes from now on crosses at the next {@link #cross}.
    void gather() {
        gathering = true;
    }

    /// Runs `task` on a virtual thread of its own.
    void start(Runnable task) {
        if (gathering) gathered.add(() -> Thread.startVirtualThread(task));
        else Thread.startVirtualThread(task);
    }

    /// Has `waiting` go on.
    void wake(Thread waiting) {
        if (gathering) gathered.add(() -> LockSupport.unpark(waiting));
        else LockSupport.unpark(waiting);
    }

    /// All that was gathered crosses.
    void cross() {
        gathering = false;
        List<Runnable> all = gathered;
        if (all.isEmpty()) return;
        gathered = new ArrayList<>(all.size());
        if (all.size() <= FEW) all.forEach(Runnable::run);
        else Thread.startVirtualThread(() -> all.forEach(Runnable::run));
    }
}
