// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import java.util.Locale;

/// The states of RFC 9568, section 6.4, and one more.
public enum Role {
    /// Takes no part: not started, no link, or left.
    INITIALIZE,
    /// Stands by.
    BACKUP,
    /// Holds the addresses.
    ACTIVE,
    /// Has told that it leaves, and holds the addresses until another one has them.
    HANDING_OVER;

    /// The word for people: `handing over`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
