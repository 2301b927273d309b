// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.net.InetAddress;

/// A range of addresses: `10.0.0.0/8`, `::1/128`, or a single address.
///
/// @param network the address, a literal
/// @param bits how many leading bits count
public record Cidr(InetAddress network, int bits) {
    public Cidr {
        if (bits < 0 || bits > network.getAddress().length * 8)
            throw new IllegalArgumentException(
                    "prefix length /" + bits + " does not fit " + network.getHostAddress());
    }

    /// Whether `address` lies in the range; never, if it is of the other family.
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress(), other = address.getAddress();
        if (mine.length != other.length) return false;
        int whole = bits / 8, rest = bits % 8;
        for (int i = 0; i < whole; i++) if (mine[i] != other[i]) return false;
        return rest == 0 || ((mine[whole] ^ other[whole]) & 0xFF) >> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
