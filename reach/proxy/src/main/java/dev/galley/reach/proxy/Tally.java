// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Counts of one listener on one loop: a single writer, any readers.
final class Tally {
    /// A number that its one writer changes without a locked instruction.
    static final class Count {
        private final AtomicLong value = new AtomicLong();

        void add(long change) {
            value.setOpaque(value.getPlain() + change);
        }

        long get() {
            return value.getOpaque();
        }
    }

    final Count open = new Count();
    final Count active = new Count();
    final Count retries = new Count();
    private final Map<Termination, Count> ends = new EnumMap<>(Termination.class);

    Tally() {
        for (Termination how : Termination.values()) ends.put(how, new Count());
    }

    void ended(Termination how) {
        of(how).add(1);
    }

    Count of(Termination how) {
        Count count = ends.get(how);
        if (count == null) throw new IllegalStateException("every termination has a count");
        return count;
    }
}
