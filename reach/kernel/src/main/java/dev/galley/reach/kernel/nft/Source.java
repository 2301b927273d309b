// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.config.Cidr;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Source addresses as nft(8) writes them.
final class Source {
    private Source() {}

    /// `4` or `6`.
    static String family(Cidr range) {
        return range.network() instanceof Inet4Address ? "4" : "6";
    }

    /// The expression that takes a packet's source: `ip saddr`.
    static String address(String family) {
        return family.equals("4") ? "ip saddr" : "ip6 saddr";
    }

    /// Whom a packet counts for: its source, or the /64 of it (RFC 6177, section 2).
    static String counted(String family) {
        return family.equals("4") ? "ip saddr" : "ip6 saddr & ffff:ffff:ffff:ffff::";
    }

    /// The expression that takes the first bits of a packet's source.
    static String network(String family, int bits) {
        int all = family.equals("4") ? 32 : 128;
        if (bits == all) return address(family);
        return address(family) + " & " + mask(all / 8, bits).getHostAddress();
    }

    /// The same range, without the bits behind its prefix.
    static Cidr masked(Cidr range) {
        byte[] address = range.network().getAddress();
        byte[] mask = mask(address.length, range.bits()).getAddress();
        for (int i = 0; i < address.length; i++) address[i] &= mask[i];
        return new Cidr(of(address), range.bits());
    }

    private static InetAddress mask(int bytes, int bits) {
        byte[] mask = new byte[bytes];
        for (int i = 0; i < bits; i++) mask[i / 8] |= (byte) (0x80 >> i % 8);
        return of(mask);
    }

    private static InetAddress of(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }
}
