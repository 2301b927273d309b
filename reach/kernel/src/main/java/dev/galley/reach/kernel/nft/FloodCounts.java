// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

/// What was kept from a listener, in packets, since its rules were made.
///
/// @param denied from sources on the deny list
/// @param rate above the rate of a source
/// @param connections above a source's connections
/// @param challenged SYNs that SYNPROXY answered
/// @param proxied those of them whose clients completed the handshake
public record FloodCounts(
        long denied, long rate, long connections, long challenged, long proxied) {}
