// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.netlink;

import dev.galley.reach.kernel.system.Errno;
import dev.galley.reach.kernel.system.KernelException;
import dev.galley.reach.kernel.system.NativeSocket;
import dev.galley.reach.kernel.system.SocketAddresses;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A netlink socket (netlink(7)): asks the kernel and waits for its answer. One call at a time, on
/// a platform thread.
public final class Netlink implements AutoCloseable {
    /// Protocols: routing (rtnetlink(7)), and generic netlink.
    public static final int ROUTE = 0, GENERIC = 16;

    private static final int ERROR = 2, DONE = 3, FIRST_TYPE = 0x10;
    private static final int INTERRUPTED = 0x10, CAPPED = 0x100, EXPLAINED = 0x200;
    private static final int SOL_NETLINK = 270, CAP_ACK = 10, EXT_ACK = 11;
    private static final int REASON = 1;

    /// The kernel answers within milliseconds, unless it loads a module first.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// The kernel fills a reader's room up to 32 KiB.
    private static final int ROOM = 64 * 1024;

    private static final int DUMPS = 8;

    private final NativeSocket socket;
    private final ByteBuffer room = ByteBuffer.allocate(ROOM).order(ByteOrder.nativeOrder());
    private int sequence;

    private Netlink(NativeSocket socket) {
        this.socket = socket;
    }

    public static Netlink open(int protocol) throws KernelException {
        return open(protocol, 0);
    }

    /// A socket that also hears what the kernel tells unasked; see [#next].
    ///
    /// @param groups the multicast groups to listen to, a bit each
    public static Netlink open(int protocol, int groups) throws KernelException {
        NativeSocket socket =
                NativeSocket.open(
                        "a netlink socket",
                        SocketAddresses.AF_NETLINK,
                        NativeSocket.SOCK_RAW,
                        protocol);
        try {
            socket.bind(SocketAddresses.netlink(groups));
            socket.option(SOL_NETLINK, CAP_ACK, 1);
            socket.option(SOL_NETLINK, EXT_ACK, 1);
            return new Netlink(socket);
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
    }

    /// Asks, and gives what the kernel answers: none after a mere acknowledgement, one, or all of a
    /// dump, which is made again if the table changed in the middle of it.
    ///
    /// @throws KernelException if the kernel refuses
    public synchronized List<Message> call(Request request) throws IOException {
        for (int tried = 0; tried < DUMPS; tried++) {
            List<Message> answers = once(request);
            if (answers.stream().noneMatch(answer -> (answer.flags() & INTERRUPTED) != 0))
                return answers;
        }
        throw new KernelException(request.what() + ", which changes all the time", Errno.EAGAIN);
    }

    private List<Message> once(Request request) throws IOException {
        sequence++;
        socket.send(request.message(sequence));
        List<Message> answers = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (Message message : receive(request.what(), end)) {
                if (message.sequence() != sequence) continue;
                if (message.type() == ERROR) {
                    check(request.what(), message);
                    return answers;
                }
                if (message.type() == DONE) {
                    finished(request.what(), message);
                    return answers;
                }
                if (message.type() >= FIRST_TYPE) answers.add(message);
            }
        }
    }

    /// Waits for what the kernel tells unasked, if groups were given.
    ///
    /// @return empty: nothing in that time
    /// @throws KernelException ENOBUFS if some were lost as nobody took them in time
    public synchronized List<Message> next(Duration timeout) throws IOException {
        return socket.await(timeout) ? datagram() : List.of();
    }

    private List<Message> receive(String what, long end) throws IOException {
        while (!socket.await(Duration.ofNanos(end - System.nanoTime())))
            if (System.nanoTime() >= end) throw new KernelException(what, Errno.ETIMEDOUT);
        return datagram();
    }

    private List<Message> datagram() throws IOException {
        NativeSocket.Received received = socket.receive(room.clear());
        if (received.truncated()) throw new ProtocolException("a netlink message too long");
        if (!fromKernel(received.from())) return List.of();
        byte[] copy = new byte[received.length()];
        room.flip().get(copy);
        return Message.parse(ByteBuffer.wrap(copy));
    }

    /// Any process may send to a netlink socket; the kernel's own messages come from port 0.
    private static boolean fromKernel(ByteBuffer from) {
        return from.remaining() >= 8 && from.getInt(4) == 0;
    }

    /// A dump ends with an error number if it failed in the middle.
    private static void finished(String what, Message done) throws IOException {
        if (done.body().remaining() >= 4 && done.body().getInt(0) < 0)
            throw new KernelException(what, -done.body().getInt(0));
    }

    private static void check(String what, Message error) throws IOException {
        if (error.body().remaining() < 4) throw new ProtocolException("half an error");
        int number = error.body().getInt(0);
        if (number != 0) throw new KernelException(what, -number, reason(error));
    }

    /// What the kernel says besides the number, after the header of what was asked.
    private static String reason(Message error) throws ProtocolException {
        int explained = EXPLAINED | CAPPED;
        if ((error.flags() & explained) != explained) return "";
        Attributes attributes = error.attributes(4 + Request.HEADER);
        return attributes.has(REASON) ? attributes.string(REASON) : "";
    }

    @Override
    public void close() {
        socket.close();
    }
}
