// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.config.Cidr;
import java.util.Comparator;

/// A length of prefixes, of one family. Each has a hash set of its own in the kernel: unlike those
/// of a set of intervals its elements may lie within each other, each with its own time to live,
/// and 100,000 of them take a quarter of a second.
///
/// @param family 4 or 6
/// @param bits 1 to 32, or to 128
record Length(String family, int bits) implements Comparable<Length> {
    static Length of(Cidr range) {
        return new Length(Source.family(range), range.bits());
    }

    /// The name of its set.
    String set() {
        return "deny" + family + "_" + bits;
    }

    /// The command that makes the set.
    ///
    /// @param size how many elements it may have
    String add(int size) {
        String type = family.equals("4") ? "ipv4_addr" : "ipv6_addr";
        return "add set @T %s { type %s; flags timeout; size %d; }\n".formatted(set(), type, size);
    }

    /// A range as it is written: an address without its length.
    static String text(Cidr range) {
        String address = range.network().getHostAddress();
        boolean one = range.bits() == 8 * range.network().getAddress().length;
        return one ? address : address + "/" + range.bits();
    }

    @Override
    public int compareTo(Length other) {
        return Comparator.comparing(Length::family)
                .thenComparingInt(Length::bits)
                .compare(this, other);
    }
}
