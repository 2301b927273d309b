// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import org.jspecify.annotations.Nullable;

/// Something that a connection is to write, once; in a list of its kind until then.
abstract class Outgoing {
    @Nullable Outgoing next;

    /// How many bytes it takes about.
    abstract int size();

    /// Whether it need not be written any more; on the loop.
    abstract boolean isOver();

    /// Writes it; on the loop.
    abstract void write(Connection to);

    /// It won't be written: the connection is no more. On the loop, or where that has ended.
    void discard(Failure why) {}

    /// None of the list will be written.
    static void discardAll(@Nullable Outgoing all, Failure why) {
        for (Outgoing one = all; one != null; ) {
            Outgoing next = one.next;
            one.discard(why);
            one = next;
        }
    }
}
