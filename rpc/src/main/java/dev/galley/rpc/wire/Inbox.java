// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What comes for a call: messages, and then its end. Filled by the loop, read by one thread, which
/// waits here. No locks: a linked list whose one end each side has to itself.
final class Inbox {
    /// What came: a message, or (without one) the end.
    static final class Item {
        final byte @Nullable [] message;
        final boolean compressed;

        /// Nothing comes after it.
        final boolean last;

        final @Nullable Failure failure;
        private volatile @Nullable Item next;

        private Item(
                byte @Nullable [] message,
                boolean compressed,
                boolean last,
                @Nullable Failure failure) {
            this.message = message;
            this.compressed = compressed;
            this.last = last;
            this.failure = failure;
        }

        static Item message(byte[] message, boolean compressed, boolean last) {
            return new Item(message, compressed, last, null);
        }

        static Item end() {
            return new Item(null, false, true, null);
        }

        static Item failed(Failure why) {
            return new Item(null, false, true, why);
        }
    }

    private Item read = Item.end();
    private Item written = read;
    private volatile @Nullable Thread waiting;

    /// Adds an item; on the loop. Written first and then looked who waits, while who waits says so
    /// first and then looks: one sees the other.
    ///
    /// @return who is to be unparked; null: nobody
    @Nullable Thread add(Item item) {
        written.next = item;
        written = item;
        return waiting;
    }

    /// The next item, if there is one.
    @Nullable Item poll() {
        Item item = read.next;
        if (item != null) read = item;
        return item;
    }

    /// Whether there is an item.
    boolean ready() {
        return read.next != null;
    }

    /// Waits for an item, or until the thread is interrupted.
    ///
    /// @return null: it was interrupted, and still is
    @Nullable Item await() {
        for (Item item = poll(); ; item = poll()) {
            if (item != null) return item;
            if (Thread.currentThread().isInterrupted()) return null;
            park(0);
        }
    }

    /// Parks once, unless there is an item; may return for no reason.
    ///
    /// @param nanos at the most; 0: no limit
    void park(long nanos) {
        waiting = Thread.currentThread();
        if (read.next == null) {
            if (nanos == 0) LockSupport.park(this);
            else LockSupport.parkNanos(this, nanos);
        }
        waiting = null;
    }

    /// Parks once, unless there is an item here or in `other`; may return for no reason.
    void parkForEither(Inbox other) {
        other.waiting = Thread.currentThread();
        if (!other.ready()) park(0);
        other.waiting = null;
    }
}
