// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;

/// What the kernel keeps away from the listeners that ask for it.
///
/// @param deniedSources how many sources are on the deny list
public record Floods(int deniedSources, List<Kept> listeners) {
    /// What was kept from a listener, in packets, since its `flood` was last changed.
    ///
    /// @param denied from sources on the deny list
    /// @param rate above the rate of a source
    /// @param connections above the connections of a source
    /// @param challenged SYNs that SYNPROXY answered
    /// @param proxied those of them whose clients completed the handshake
    public record Kept(
            String listener,
            long denied,
            long rate,
            long connections,
            long challenged,
            long proxied) {}
}
