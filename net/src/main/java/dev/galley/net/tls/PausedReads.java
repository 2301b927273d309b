// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/// Stands before an `SslHandler`, which asks for more bytes by itself when it has but part of a
/// record, also while reading is paused. A paused connection reads nothing: not one record more on
/// epoll; and on io_uring, where a receive of a paused connection is not submitted, Netty would
/// believe that one is under way, and submit none when reading goes on.
@ChannelHandler.Sharable
final class PausedReads extends ChannelOutboundHandlerAdapter {
    static final PausedReads INSTANCE = new PausedReads();

    private PausedReads() {}

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (ctx.channel().config().isAutoRead()) ctx.read();
    }
}
