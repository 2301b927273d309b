// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.system;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Real-time scheduling (sched(7)): a thread that runs as soon as it can, whatever else there is to
/// do. For threads that mostly wait.
public final class RealTime {
    private static final int SCHED_FIFO = 1;

    /// Above what is there by default, and below the kernel's own threads for interrupts (50).
    private static final int PRIORITY = 40;

    private RealTime() {}

    /// Lets the platform thread that calls run so from now on.
    ///
    /// @throws KernelException EPERM if that is not permitted
    public static void begin() throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = arena.allocateFrom(ValueLayout.JAVA_INT, PRIORITY);
            KernelException.need(
                    Libc.setScheduler(0, SCHED_FIFO, parameters), "set real-time scheduling");
        }
    }
}
