// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.net.Loop;
import dev.galley.rpc.Binding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import java.util.List;

/// A protocol that a server is spoken to by; many share a port, and the first bytes tell which.
public interface Face {
    /// What the first bytes say.
    enum Match {
        YES,
        NO,
        /// It takes more of them to know.
        MORE
    }

    /// Whether a connection that begins with `first` speaks this.
    Match match(ByteBuf first);

    /// Whether a client must know a secret; if not, and no client certificate is asked for, the
    /// server binds to loopback only.
    boolean needsProof();

    /// Handles a new connection: it gets active, and then gets all bytes from the first on. Tells
    /// the server of its {@link Session}.
    ChannelHandler handler(Loop loop, Server server);

    /// What clients of this protocol expect of every server.
    default List<Binding<?, ?>> services(Server server) {
        return List.of();
    }
}
