// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.system;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/// A socket of a kind that Java has no class for: netlink, packet, raw. Sends at once or fails;
/// receives after [#await]. One thread at a time, a platform thread.
///
/// Addresses are the bytes of a sockaddr; see [SocketAddresses].
public final class NativeSocket implements AutoCloseable {
    public static final int SOCK_DGRAM = 2, SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_TRUNC = 0x20, MSG_DONTWAIT = 0x40;
    private static final short POLLIN = 1;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final int descriptor;
    private final String what;
    private boolean closed;

    private NativeSocket(int descriptor, String what) {
        this.descriptor = descriptor;
        this.what = what;
    }

    /// Opens a socket.
    ///
    /// @param what what it is for, as in `a netlink socket`: errors begin with it
    public static NativeSocket open(String what, int family, int type, int protocol)
            throws KernelException {
        int opened = Libc.socket(family, type | SOCK_CLOEXEC, protocol);
        return new NativeSocket((int) KernelException.need(opened, "open " + what), what);
    }

    public void bind(byte[] address) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            KernelException.need(Libc.bind(descriptor, copy(arena, address)), "bind " + what);
        }
    }

    public void connect(byte[] address) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            KernelException.need(Libc.connect(descriptor, copy(arena, address)), "connect " + what);
        }
    }

    /// Sets an option that is a C `int`.
    public void option(int level, int name, int value) throws KernelException {
        option(
                level,
                name,
                ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array());
    }

    /// Sets an option that is a structure.
    public void option(int level, int name, byte[] value) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            int result = Libc.setsockopt(descriptor, level, name, copy(arena, value));
            KernelException.need(result, "option " + level + "/" + name + " of " + what);
        }
    }

    /// Sends one message, from position to limit, to the peer that it is connected to; without one,
    /// as netlink is used, to the kernel.
    public void send(ByteBuffer message) throws KernelException {
        send(message, new byte[0], new byte[0]);
    }

    /// Sends one message, from position to limit.
    ///
    /// @param to empty: as it is connected
    /// @param control the ancillary data (cmsg(3)); empty: none
    public void send(ByteBuffer message, byte[] to, byte[] control) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(Math.max(1, message.remaining()));
            data.copyFrom(MemorySegment.ofBuffer(message));
            MessageHeader header = new MessageHeader(arena);
            header.address(copy(arena, to));
            header.data(data, message.remaining());
            header.control(copy(arena, control));
            long sent = Libc.sendmsg(descriptor, header.segment(), MSG_DONTWAIT);
            KernelException.need(sent, "send by " + what);
        }
    }

    /// One message that was received.
    ///
    /// @param from the sender's sockaddr, in the host's byte order
    /// @param control the ancillary data (cmsg(3)), likewise
    /// @param truncated whether it was longer than the room for it
    public record Received(int length, ByteBuffer from, ByteBuffer control, boolean truncated) {}

    /// Receives one message that is there, at the position of `into`, and moves that.
    ///
    /// @throws KernelException EAGAIN if there is none
    public Received receive(ByteBuffer into) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(Math.max(1, into.remaining()));
            MessageHeader header = new MessageHeader(arena);
            header.address(arena.allocate(128));
            header.data(data, into.remaining());
            header.control(arena.allocate(512, 8));
            long result = Libc.recvmsg(descriptor, header.segment(), MSG_DONTWAIT);
            int length = (int) KernelException.need(result, "receive by " + what);
            into.put(data.asSlice(0, length).asByteBuffer());
            boolean truncated = (header.flags() & MSG_TRUNC) != 0;
            return new Received(length, header.address(), header.control(), truncated);
        }
    }

    /// Receives all that is there, for nothing.
    public void discard() throws KernelException {
        while (await(Duration.ZERO)) receive(ByteBuffer.allocate(0));
    }

    /// Waits until there is something to receive.
    ///
    /// @return false: not in that time
    public boolean await(Duration timeout) throws KernelException {
        return awaitAny(timeout, this)[0];
    }

    /// Waits until one of these sockets has something to receive, or an error to report: for an
    /// hour at the most.
    ///
    /// @return for each whether it has
    public static boolean[] awaitAny(Duration timeout, NativeSocket... sockets)
            throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entries = arena.allocate(8L * sockets.length, 4);
            for (int i = 0; i < sockets.length; i++) {
                entries.set(ValueLayout.JAVA_INT, 8L * i, sockets[i].descriptor);
                entries.set(ValueLayout.JAVA_SHORT, 8L * i + 4, POLLIN);
            }
            long nanos = Math.clamp(timeout.toNanos(), 0, HOUR_NANOS);
            MemorySegment timespec = arena.allocate(16, 8);
            timespec.set(ValueLayout.JAVA_LONG, 0, nanos / 1_000_000_000);
            timespec.set(ValueLayout.JAVA_LONG, 8, nanos % 1_000_000_000);
            int ready = Libc.ppoll(entries, sockets.length, timespec);
            boolean[] readable = new boolean[sockets.length];
            if (ready == -Errno.EINTR.number()) return readable;
            KernelException.need(ready, "wait for " + sockets[0].what);
            for (int i = 0; i < sockets.length; i++)
                readable[i] = entries.get(ValueLayout.JAVA_SHORT, 8L * i + 6) != 0;
            return readable;
        }
    }

    @Override
    public void close() {
        if (!closed) Libc.close(descriptor);
        closed = true;
    }

    private static MemorySegment copy(Arena arena, byte[] bytes) {
        return bytes.length == 0
                ? MemorySegment.NULL
                : arena.allocate(bytes.length, 8).copyFrom(MemorySegment.ofArray(bytes));
    }
}
