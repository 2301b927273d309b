// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A `struct msghdr` with one piece of data (sendmsg(2); 64 bits): where the address, the data and
/// the ancillary data lie, and, after a receive, how much there is of each.
final class MessageHeader {
    private static final int NAME = 0, NAME_LENGTH = 8, IOV = 16, IOV_LENGTH = 24;
    private static final int CONTROL = 32, CONTROL_LENGTH = 40, FLAGS = 48, SIZE = 56;
    private final MemorySegment header, piece;
    private MemorySegment address = MemorySegment.NULL, control = MemorySegment.NULL;

    MessageHeader(Arena arena) {
        header = arena.allocate(SIZE, 8);
        piece = arena.allocate(16, 8);
        header.set(ADDRESS, IOV, piece);
        header.set(JAVA_LONG, IOV_LENGTH, 1);
    }

    MemorySegment segment() {
        return header;
    }

    void address(MemorySegment address) {
        this.address = address;
        header.set(ADDRESS, NAME, address);
        header.set(JAVA_INT, NAME_LENGTH, (int) address.byteSize());
    }

    void data(MemorySegment data, long length) {
        piece.set(ADDRESS, 0, data);
        piece.set(JAVA_LONG, 8, length);
    }

    void control(MemorySegment control) {
        this.control = control;
        header.set(ADDRESS, CONTROL, control);
        header.set(JAVA_LONG, CONTROL_LENGTH, control.byteSize());
    }

    ByteBuffer address() {
        return copy(address, header.get(JAVA_INT, NAME_LENGTH));
    }

    ByteBuffer control() {
        return copy(control, header.get(JAVA_LONG, CONTROL_LENGTH));
    }

    int flags() {
        return header.get(JAVA_INT, FLAGS);
    }

    /// The kernel says the full length of an address also where it had no room for all of it.
    private static ByteBuffer copy(MemorySegment from, long length) {
        MemorySegment there = from.asSlice(0, Math.clamp(length, 0, from.byteSize()));
        return ByteBuffer.wrap(there.toArray(ValueLayout.JAVA_BYTE)).order(ByteOrder.nativeOrder());
    }
}
