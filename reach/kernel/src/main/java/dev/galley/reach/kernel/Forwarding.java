// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

/// How packets get to a member.
public enum Forwarding {
    /// Addresses and ports are translated there and back (LVS-NAT).
    NAT,
    /// As they are, to the member's address on the link (LVS-DR).
    DIRECT,
    /// Inside other packets, IP in IP (LVS-TUN; RFC 2003, RFC 2473).
    TUNNEL
}
