// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import java.net.InetAddress;

/// The checksum of the Internet (RFC 1071): the complement of the sum of 16-bit words, where a
/// carry is added at the other end. Zero over all that it was put into.
final class Checksum {
    private Checksum() {}

    /// Over the message alone.
    static int of(byte[] message) {
        return fold(sum(message));
    }

    /// Over the message and the pseudo-header (RFC 768 for IPv4, RFC 8200, section 8.1, for IPv6):
    /// both sum up to the same words.
    ///
    /// @param protocol its number among those of IP
    static int of(byte[] message, int protocol, InetAddress from, InetAddress to) {
        long header = sum(from.getAddress()) + sum(to.getAddress()) + protocol + message.length;
        return fold(sum(message) + header);
    }

    private static long sum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i++)
            sum += (i & 1) == 0 ? (bytes[i] & 0xFF) << 8 : bytes[i] & 0xFF;
        return sum;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded > 0xFFFF) folded = (folded & 0xFFFF) + (folded >> 16);
        return (int) ~folded & 0xFFFF;
    }
}
