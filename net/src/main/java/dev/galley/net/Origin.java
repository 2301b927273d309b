// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.net.tls.Secured;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where a connection comes from: what the PROXY protocol says of it, else its socket; and what TLS
/// knows of it. Asked for once a connection, when it gets active.
///
/// @param source the client
/// @param destination what the client connected to
/// @param tls null: the connection is plain
public record Origin(
        InetSocketAddress source, InetSocketAddress destination, @Nullable Secured tls) {
    private static final AttributeKey<Origin> KEY = AttributeKey.valueOf(Origin.class, "origin");

    /// The origin of an accepted connection; null if it is gone already.
    public static @Nullable Origin of(Channel channel) {
        if (channel.hasAttr(KEY)) return channel.attr(KEY).get();
        return channel.remoteAddress() instanceof InetSocketAddress source
                        && channel.localAddress() instanceof InetSocketAddress destination
                ? new Origin(source, destination, null)
                : null;
    }

    /// Says where `channel` really comes from.
    static void set(Channel channel, Origin origin) {
        channel.attr(KEY).set(origin);
    }
}
