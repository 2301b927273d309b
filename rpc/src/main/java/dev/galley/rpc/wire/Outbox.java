// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What many threads have to send, for one that sends it: a stack without locks (Treiber, "Systems
/// Programming: Coping with Parallelism", 1986) that is taken whole and turned over. Who puts the
/// first thing on it learns so, and calls the one; hence one call a batch.
final class Outbox {
    private final AtomicReference<@Nullable Outgoing> top = new AtomicReference<>();

    /// Puts it last.
    ///
    /// @return whether it is the first
    boolean add(Outgoing one) {
        while (true) {
            Outgoing before = top.get();
            one.next = before;
            if (top.compareAndSet(before, one)) return before == null;
        }
    }

    /// All that is there, the first first.
    @Nullable Outgoing takeAll() {
        Outgoing left = top.getAndSet(null), turned = null;
        while (left != null) {
            Outgoing below = left.next;
            left.next = turned;
            turned = left;
            left = below;
        }
        return turned;
    }
}
