// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An advertisement of VRRP version 3 (RFC 9568, section 5.2).
///
/// @param routerId 1 to 255
/// @param priority 1 to 255; 0: the sender hands over
/// @param centiseconds between two adverts, 1 to 4,095
/// @param addresses 1 to 255, of one family
record Advert(int routerId, int priority, int centiseconds, List<InetAddress> addresses)
        implements Heard {
    /// No packet that is well-formed is longer, in bytes: 255 addresses of IPv6.
    static final int LONGEST = 8 + 255 * 16;

    /// The number among the protocols of IP.
    static final int PROTOCOL = 112;

    private static final int HEADER = 8, CHECKSUM_AT = 6;
    private static final int VERSION_3 = 3 << 4, ADVERTISEMENT = 1;

    Advert {
        addresses = List.copyOf(addresses);
    }

    /// The nanoseconds between two adverts.
    long intervalNanos() {
        return centiseconds * 10_000_000L;
    }

    /// The message, as it goes behind the IP header.
    ///
    /// @param pseudoHeader whether the checksum covers addresses and protocol too. RFC 9568,
    ///   section 5.2.8, says so for IPv6 alone; keepalived 2.2 wants it for IPv4 as well
    byte[] encode(InetAddress from, InetAddress to, boolean pseudoHeader) {
        int size = from.getAddress().length;
        ByteBuffer out = ByteBuffer.allocate(HEADER + addresses.size() * size);
        out.put((byte) (VERSION_3 | ADVERTISEMENT)).put((byte) routerId).put((byte) priority);
        out.put((byte) addresses.size()).putShort((short) centiseconds).putShort((short) 0);
        addresses.forEach(address -> out.put(address.getAddress()));
        boolean covered = pseudoHeader || from instanceof Inet6Address;
        int sum = covered ? Checksum.of(out.array(), PROTOCOL, from, to) : Checksum.of(out.array());
        out.putShort(CHECKSUM_AT, (short) sum);
        return out.array();
    }

    /// Reads what came. Over IPv4 the checksum may cover the pseudo-header or not: there are
    /// routers of both kinds.
    ///
    /// @param message what stood behind the IP header
    /// @param ttl of the IP header, or its hop limit
    static Heard decode(byte[] message, int ttl, InetAddress from, InetAddress to) {
        if (ttl != 255) return Refusal.TTL;
        if (message.length < HEADER) return Refusal.LENGTH;
        if ((message[0] & 0xF0) != VERSION_3) return Refusal.VERSION;
        if ((message[0] & 0x0F) != ADVERTISEMENT) return Refusal.TYPE;
        int size = from.getAddress().length, count = message[3] & 0xFF;
        if (count == 0 || message.length != HEADER + count * size) return Refusal.LENGTH;
        if (!intact(message, from, to)) return Refusal.CHECKSUM;
        ByteBuffer in = ByteBuffer.wrap(message);
        int centiseconds = in.getShort(4) & 0xFFF;
        if (centiseconds == 0) return Refusal.INTERVAL;
        List<InetAddress> addresses = addresses(in.position(HEADER), size);
        return new Advert(message[1] & 0xFF, message[2] & 0xFF, centiseconds, addresses);
    }

    private static boolean intact(byte[] message, InetAddress from, InetAddress to) {
        return Checksum.of(message, PROTOCOL, from, to) == 0
                || (!(from instanceof Inet6Address) && Checksum.of(message) == 0);
    }

    private static List<InetAddress> addresses(ByteBuffer in, int size) {
        List<InetAddress> addresses = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] address = new byte[size];
            in.get(address);
            addresses.add(address(address));
        }
        return addresses;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
        }
    }
}
