// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import java.util.concurrent.atomic.AtomicLong;

/// How much a server holds of what it was sent and has not done with: requests that are coming or
/// being served, and messages of streams that were not read. Beyond the limit calls are refused
/// rather than memory used up, whoever sends them. Any thread.
public final class Holdings {
    /// Connections take from it in steps of so many bytes: few of them touch what all share.
    public static final int STEP = 64 * 1024;

    /// No connection may hold more than this part of all.
    private static final int PARTS = 4;

    private final long most;
    private final AtomicLong all = new AtomicLong();

    /// @param most bytes
    public Holdings(long most) {
        this.most = most;
    }

    /// A quarter of the heap.
    public static Holdings ofHeap() {
        return new Holdings(Runtime.getRuntime().maxMemory() / 4);
    }

    /// How many bytes are held at about.
    public long all() {
        return all.get();
    }

    /// The share of one connection.
    public Share share() {
        return new Share();
    }

    /// What one connection holds; belongs to its loop.
    public final class Share {
        private long held;
        private long taken;

        private Share() {}

        /// Holds so many bytes more, unless that is too much.
        public boolean add(int bytes) {
            long wanted = held + bytes;
            if (wanted > taken && !take(wanted)) return false;
            held = wanted;
            return true;
        }

        private boolean take(long wanted) {
            long next = Math.ceilDiv(wanted, STEP) * STEP;
            long more = next - taken;
            if (next > Math.max(most / PARTS, STEP)) return false;
            if (all.addAndGet(more) > most) {
                all.addAndGet(-more);
                return false;
            }
            taken = next;
            return true;
        }

        /// Holds so many bytes less. Two steps stay for what comes next.
        public void remove(int bytes) {
            held -= bytes;
            long kept = (Math.ceilDiv(held, STEP) + 2) * STEP;
            if (kept < taken) give(kept);
        }

        /// Holds nothing any more.
        public void end() {
            held = 0;
            give(0);
        }

        private void give(long kept) {
            all.addAndGet(kept - taken);
            taken = kept;
        }
    }
}
