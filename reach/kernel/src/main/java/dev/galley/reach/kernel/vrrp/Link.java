// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A network interface, as it is now.
///
/// @param mac six bytes; other lengths have no neighbours that could be told anything
/// @param up whether it is switched on and has a carrier
record Link(String name, int index, byte[] mac, boolean up) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Link(String n, int i, byte[] m, boolean u)
                && n.equals(name)
                && i == index
                && u == up
                && Arrays.equals(m, mac);
    }

    @Override
    public int hashCode() {
        return index;
    }
}
