// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// ICMP echoes (RFC 792, RFC 4443 §4) of one address family: one socket, opened by the first check
/// and kept, and one platform thread that reads it, however many members are checked. Any thread.
///
/// The socket is a datagram socket where `net.ipv4.ping_group_range` allows one (icmp(7)), else a
/// raw one (raw(7), CAP_NET_RAW). Answers are told apart by 64 random bits in each request, which
/// only a host on the way can know.
final class Echo {
    private static final int AF_INET = 2, AF_INET6 = 10;
    private static final int SOCK_DGRAM = 2, SOCK_RAW = 3, SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SOL_RAW = 255, ICMP_FILTER = 1;
    private static final int EPERM = 1, EINTR = 4, EACCES = 13;
    private static final int IPPROTO_ICMP = 1, IPPROTO_ICMPV6 = 58;
    private static final int HEADER = 8;

    private static final Echo V4 = new Echo(AF_INET, 8, 0), V6 = new Echo(AF_INET6, 128, 129);
    private final int family, request, reply;
    private final Map<Long, CountDownLatch> waiting = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /// Guarded by this; -1: none.
    private int socket = -1;

    /// @param request the type of ICMP messages that ask
    /// @param reply the type of those that answer
    private Echo(int family, int request, int reply) {
        this.family = family;
        this.request = request;
        this.reply = reply;
    }

    static Echo of(InetAddress target) {
        return target instanceof Inet6Address ? V6 : V4;
    }

    /// Asks once and waits for the answer.
    void await(InetAddress target, Deadline deadline) throws IOException {
        long token = random.nextLong();
        CountDownLatch answered = new CountDownLatch(1);
        waiting.put(token, answered);
        try {
            send(target, token);
            if (!answered.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS))
                throw new SocketTimeoutException();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("broken off");
        } finally {
            waiting.remove(token);
        }
    }

    private void send(InetAddress target, long token) throws IOException {
        int open = open();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = copy(arena, packet(token));
            need(Libc.sendto(open, packet, MSG_DONTWAIT, copy(arena, address(target))));
        }
    }

    /// A request. The kernel fills in the checksum, unless it is IPv4 and raw.
    private byte[] packet(long token) {
        ByteBuffer packet =
                ByteBuffer.allocate(HEADER + Long.BYTES)
                        .put((byte) request)
                        .position(4)
                        .putInt((int) token)
                        .putLong(token);
        if (family == AF_INET) packet.putShort(2, checksum(packet.array()));
        return packet.array();
    }

    /// RFC 1071.
    static short checksum(byte[] bytes) {
        int sum = 0;
        ByteBuffer words = ByteBuffer.wrap(bytes);
        while (words.hasRemaining()) sum += words.getShort() & 0xFFFF;
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (short) ~((sum & 0xFFFF) + (sum >>> 16));
    }

    /// A sockaddr_in or sockaddr_in6 (ip(7), ipv6(7)).
    private byte[] address(InetAddress target) {
        boolean six = target instanceof Inet6Address;
        ByteBuffer address =
                ByteBuffer.allocate(six ? 28 : 16)
                        .order(ByteOrder.nativeOrder())
                        .putShort((short) family)
                        .put(six ? 8 : 4, target.getAddress());
        if (target instanceof Inet6Address link) address.putInt(24, link.getScopeId());
        return address.array();
    }

    private static MemorySegment copy(Arena arena, byte[] bytes) {
        return arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    }

    private synchronized int open() throws IOException {
        if (socket >= 0) return socket;
        if (!System.getProperty("os.name").equals("Linux")) throw new IOException("needs Linux");
        int protocol = family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
        int opened = Libc.socket(family, SOCK_DGRAM | SOCK_CLOEXEC, protocol);
        boolean raw = opened == -EACCES || opened == -EPERM;
        if (raw) opened = raw(protocol);
        socket = (int) need(opened);
        boolean header = raw && family == AF_INET;
        Thread.ofPlatform()
                .daemon()
                .name(family == AF_INET ? "ping" : "ping-6")
                .start(() -> read(header));
        return socket;
    }

    private int raw(int protocol) throws IOException {
        int opened = Libc.socket(family, SOCK_RAW | SOCK_CLOEXEC, protocol);
        if (opened == -EPERM || opened == -EACCES)
            throw new IOException(
                    "ping is not permitted: have the sysctl net.ipv4.ping_group_range include the"
                            + " group of this process, or give it CAP_NET_RAW");
        if (opened >= 0) onlyReplies(opened);
        return opened;
    }

    /// Spares this process all other ICMP of the host: a bit a type, set for those not wanted.
    private void onlyReplies(int raw) {
        try (Arena arena = Arena.ofConfined()) {
            int[] filter = new int[family == AF_INET ? 1 : 8];
            Arrays.fill(filter, -1);
            filter[reply / 32] &= ~(1 << (reply % 32));
            MemorySegment words = arena.allocateFrom(ValueLayout.JAVA_INT, filter);
            int level = family == AF_INET ? SOL_RAW : IPPROTO_ICMPV6;
            Libc.setsockopt(raw, level, ICMP_FILTER, words);
        }
    }

    /// The thread of the socket; ends it when it fails, and the next check opens another.
    ///
    /// @param header whether packets come with their IP header
    private void read(boolean header) {
        int open = current();
        byte[] packet = new byte[256];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(packet.length);
            long length = 0;
            while (length >= 0 || length == -EINTR) {
                length = Libc.recv(open, buffer, 0);
                if (length > 0) {
                    MemorySegment.copy(buffer, 0, MemorySegment.ofArray(packet), 0, length);
                    take(ByteBuffer.wrap(packet, 0, (int) length), header);
                }
            }
        } finally {
            drop(open);
        }
    }

    private synchronized int current() {
        return socket;
    }

    private synchronized void drop(int failed) {
        socket = -1;
        Libc.close(failed);
    }

    /// Takes in a packet; what is no answer to one of ours is passed over.
    void take(ByteBuffer packet, boolean header) {
        int from = header ? 4 * (packet.get(0) & 0xF) : 0;
        if (packet.limit() < from + HEADER + Long.BYTES || packet.get(from) != (byte) reply) return;
        CountDownLatch asker = waiting.get(packet.getLong(from + HEADER));
        if (asker != null) asker.countDown();
    }

    private static long need(long result) throws IOException {
        if (result < 0) throw new IOException(Libc.words((int) -result));
        return result;
    }
}
