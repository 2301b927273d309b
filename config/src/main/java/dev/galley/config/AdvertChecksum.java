// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// What the checksum of an advert over IPv4 covers. Both are understood; this is about what is
/// sent.
public enum AdvertChecksum {
    /// The advert alone.
    RFC9568,
    /// The pseudo-header too, as keepalived reads RFC 5798.
    RFC5798
}
