// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.config.Cidr;
import dev.galley.net.tls.TlsServer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a connection passes before it gets its handler: the header of the PROXY protocol, and then
/// TLS.
///
/// @param proxyProtocol the peers that must send a PROXY protocol header first; of all others none
///   is looked for
/// @param patience how long they may take for it
/// @param most how many connections may be on their way at a time; one more is closed
/// @param tls null: none is spoken
/// @param refusal what a client that does not speak TLS gets to read, where TLS is spoken; empty:
///   nothing
public record Front(
        List<Cidr> proxyProtocol,
        Duration patience,
        int most,
        @Nullable TlsServer tls,
        String refusal) {
    /// Nothing is asked for.
    public static final Front OPEN = new Front(List.of(), Duration.ZERO, 0, null, "");

    /// Whether a connection from `peer` begins with a PROXY protocol header.
    boolean expectsHeader(InetAddress peer) {
        for (int i = 0; i < proxyProtocol.size(); i++)
            if (proxyProtocol.get(i).contains(peer)) return true;
        return false;
    }
}
