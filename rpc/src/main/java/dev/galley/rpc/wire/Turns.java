// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What waits to be written on a connection, and whose turn it is: what is short goes in the order
/// in which it came, and between it go parts of long messages, some of them in turn. So nobody
/// waits for all of a long message, and neither kind keeps the other from going. Belongs to the
/// loop.
final class Turns {
    /// Long messages that go at the same time; the others wait until one of these is through.
    private static final int AT_ONCE = 4;

    /// So many bytes of what is short go between two parts.
    private static final int BETWEEN = Format.LONGEST_PART;

    /// Below this, what need not be written any more is not looked for.
    private static final int FEW = 1024;

    private final ArrayDeque<WireStream> active = new ArrayDeque<>();
    private final ArrayDeque<WireStream> waiting = new ArrayDeque<>();
    private @Nullable Outgoing first;
    private @Nullable Outgoing last;
    private int count;
    private int many = FEW;
    private int between;

    /// Whether nothing waits.
    boolean isEmpty() {
        return first == null && active.isEmpty();
    }

    /// Puts `one` last.
    void add(Outgoing one) {
        append(one);
        if (count > many) tidy();
    }

    private void append(Outgoing one) {
        one.next = null;
        Outgoing before = last;
        if (before == null) first = one;
        else before.next = one;
        last = one;
        count++;
    }

    /// Lets go of what is over: of calls that were given up while the other side did not read.
    private void tidy() {
        Outgoing all = takeAll();
        for (Outgoing one = all; one != null; ) {
            Outgoing next = one.next;
            if (!one.isOver()) append(one);
            one = next;
        }
        many = Math.max(FEW, 2 * count);
    }

    /// All that is short, out of its turn.
    @Nullable Outgoing takeAll() {
        Outgoing all = first;
        first = null;
        last = null;
        count = 0;
        return all;
    }

    /// The first of what is short.
    @Nullable Outgoing first() {
        return first;
    }

    /// A long message of `stream` goes from now on.
    void interleave(WireStream stream) {
        (active.size() < AT_ONCE ? active : waiting).add(stream);
    }

    /// It goes no more.
    void forget(WireStream stream) {
        if (active.remove(stream)) next();
        else waiting.remove(stream);
    }

    private void next() {
        WireStream stream = waiting.poll();
        if (stream != null) active.add(stream);
    }

    /// Writes what is next.
    void write(Connection to) {
        Outgoing one = first;
        if (one != null && (between < BETWEEN || active.isEmpty())) {
            first = one.next;
            if (first == null) last = null;
            one.next = null;
            count--;
            between += one.size();
            one.write(to);
        } else {
            between = 0;
            WireStream stream = active.remove();
            active.add(stream);
            if (stream.writePart(to.batch())) forget(stream);
        }
    }
}
