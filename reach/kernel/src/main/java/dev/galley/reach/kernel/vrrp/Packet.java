// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A packet of IP that has come by a raw socket.
final class Packet {
    private static final int SHORTEST_HEADER = 20;
    private static final int SOL_IPV6 = 41, IPV6_PKTINFO = 50, IPV6_HOPLIMIT = 52;

    private final byte[] message;
    private final int ttl;
    private final InetAddress from, to;

    private Packet(byte[] message, int ttl, InetAddress from, InetAddress to) {
        this.message = message;
        this.ttl = ttl;
        this.from = from;
        this.to = to;
    }

    /// What stands behind the IP header.
    byte[] message() {
        return message;
    }

    /// That of the IP header, or its hop limit; below 0: not known.
    int ttl() {
        return ttl;
    }

    InetAddress from() {
        return from;
    }

    InetAddress to() {
        return to;
    }

    /// Over IPv4 a raw socket gives the header too (raw(7); RFC 791, section 3.1).
    ///
    /// @return null if that is no IPv4 packet
    static @Nullable Packet four(byte[] bytes) {
        if (bytes.length < SHORTEST_HEADER || bytes[0] >> 4 != 4) return null;
        int header = (bytes[0] & 0x0F) * 4;
        if (header < SHORTEST_HEADER || header > bytes.length) return null;
        return new Packet(
                Arrays.copyOfRange(bytes, header, bytes.length),
                bytes[8] & 0xFF,
                address(Arrays.copyOfRange(bytes, 12, 16)),
                address(Arrays.copyOfRange(bytes, 16, 20)));
    }

    /// Over IPv6 the header is left out, and what is needed of it comes beside (RFC 3542).
    ///
    /// @param from a sockaddr_in6
    /// @param control the control messages
    /// @return null if something is missing
    static @Nullable Packet six(byte[] message, ByteBuffer from, ByteBuffer control) {
        if (from.remaining() < 24) return null;
        byte @Nullable [] to = control(control, SOL_IPV6, IPV6_PKTINFO, 16);
        byte @Nullable [] hops = control(control, SOL_IPV6, IPV6_HOPLIMIT, 4);
        if (to == null) return null;
        int ttl = hops == null ? -1 : ByteBuffer.wrap(hops).order(control.order()).getInt();
        byte[] sender = new byte[16];
        from.get(from.position() + 8, sender);
        return new Packet(message, ttl, address(sender), address(to));
    }

    /// The first bytes of a control message (cmsg(3)); null: there is none.
    private static byte @Nullable [] control(ByteBuffer control, int level, int type, int size) {
        int at = control.position();
        while (at + 16 + size <= control.limit()) {
            long length = control.getLong(at);
            if (control.getInt(at + 8) == level && control.getInt(at + 12) == type) {
                byte[] data = new byte[size];
                control.get(at + 16, data);
                return data;
            }
            if (length < 16 || length > control.limit()) return null;
            at += Math.toIntExact(length + 7 & ~7L);
        }
        return null;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
        }
    }
}
