// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import java.util.Locale;

/// Why a packet was thrown away (RFC 9568, section 7.1).
public enum Refusal implements Heard {
    /// It has passed a router: its TTL or hop limit is not 255.
    TTL,
    /// Not version 3.
    VERSION,
    /// Not an advertisement.
    TYPE,
    /// Shorter or longer than its own count of addresses says, or without any.
    LENGTH,
    /// Its checksum is wrong.
    CHECKSUM,
    /// It says that adverts come every 0 s.
    INTERVAL,
    /// From nobody who may speak here, or sent to an address that adverts do not go to.
    ADDRESS;

    /// The word for metrics.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
