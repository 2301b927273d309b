// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.config.Cidr;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// What a connection passes before it gets its handler: the header of the PROXY protocol.
///
/// @param proxyProtocol the peers that must send a PROXY protocol header first; of all others none
///   is looked for
/// @param patience how long they may take for it
/// @param most how many connections may be on their way at a time; one more is closed
public record Front(List<Cidr> proxyProtocol, Duration patience, int most) {
    /// Nothing is asked for.
    public static final Front OPEN = new Front(List.of(), Duration.ZERO, 0);

    /// Whether a connection from `peer` begins with a PROXY protocol header.
    boolean expectsHeader(InetAddress peer) {
        for (int i = 0; i < proxyProtocol.size(); i++)
            if (proxyProtocol.get(i).contains(peer)) return true;
        return false;
    }
}
