// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// What a session is known by in a table: an address (of IPv4 as IPv6 maps it), or the keyed hash
/// of a session id. Ids are credentials; the table knows none, and can't tell any.
///
/// @param address whether it is one
public record SessionKey(boolean address, long high, long low) implements Comparable<SessionKey> {
    /// The first `ipv4` or `ipv6` bits of an address.
    static SessionKey of(InetAddress address, int ipv4, int ipv6) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        if (bytes.remaining() == 4) return mapped(bytes.getInt() & prefix(32 + ipv4));
        long high = bytes.getLong() & prefix(Math.min(64, ipv6));
        return new SessionKey(true, high, bytes.getLong() & prefix(ipv6 - 64));
    }

    /// RFC 4291, section 2.5.5.2.
    private static SessionKey mapped(long ipv4) {
        return new SessionKey(true, 0, 0xFFFF_0000_0000L | (ipv4 & 0xFFFF_FFFFL));
    }

    /// The first `bits` of 64.
    private static long prefix(int bits) {
        return bits <= 0 ? 0 : -1L << (64 - bits);
    }

    static SessionKey of(SipHash.Hash id) {
        return new SessionKey(false, id.first(), id.second());
    }

    /// Addresses share many bits: these are spread over the table.
    @Override
    public int hashCode() {
        return Long.hashCode((high * 31 + low) * 0x9E3779B97F4A7C15L);
    }

    /// Keys that are made to meet in one place of the hash table are still found fast.
    @Override
    public int compareTo(SessionKey other) {
        int byKind = Boolean.compare(address, other.address);
        int byHigh = byKind != 0 ? byKind : Long.compare(high, other.high);
        return byHigh != 0 ? byHigh : Long.compare(low, other.low);
    }

    /// For an operator: the address, or the beginning of the hash.
    @Override
    public String toString() {
        if (!address) return "#%016x".formatted(high);
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
