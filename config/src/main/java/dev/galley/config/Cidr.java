// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;
import java.net.InetAddress;

/// A range of addresses: `10.0.0.0/8`, `::1/128`, or a single address.
///
/// @param network the address, a literal
/// @param bits how many leading bits count
@Written(
        what = "an address or a range of them",
        example = "10.0.0.1, 10.0.0.0/8 or fd00::/8",
        pattern = "([0-9]+(\\.[0-9]+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(/[0-9]{1,3})?")
public record Cidr(InetAddress network, int bits) {
    public Cidr {
        if (bits < 0 || bits > network.getAddress().length * 8)
            throw new IllegalArgumentException(
                    "prefix length /" + bits + " does not fit " + network.getHostAddress());
    }

    /// Reads what the file has. Names are never looked up.
    ///
    /// @throws IllegalArgumentException if the address is none, or the prefix too long for it
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = Literal.parse(slash < 0 ? text : text.substring(0, slash));
        return new Cidr(
                network,
                slash < 0
                        ? network.getAddress().length * 8
                        : Integer.parseInt(text.substring(slash + 1)));
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
