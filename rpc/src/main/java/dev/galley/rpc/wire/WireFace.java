// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.net.Loop;
import dev.galley.rpc.server.Face;
import dev.galley.rpc.server.Server;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;

/// Galley's own framing.
///
/// @param terms what clients may do
public record WireFace(Terms terms) implements Face {
    @Override
    public Match match(ByteBuf first) {
        int length = Math.min(first.readableBytes(), Format.PREFACE.length);
        for (int i = 0; i < length; i++)
            if (first.getByte(first.readerIndex() + i) != Format.PREFACE[i]) return Match.NO;
        return length == Format.PREFACE.length ? Match.YES : Match.MORE;
    }

    @Override
    public boolean needsProof() {
        return terms.secret() != null;
    }

    @Override
    public ChannelHandler handler(Loop loop, Server server) {
        return new ServerConnection(loop, terms, server);
    }
}
