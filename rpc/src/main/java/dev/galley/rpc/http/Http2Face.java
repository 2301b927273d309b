// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.net.Loop;
import dev.galley.rpc.Binding;
import dev.galley.rpc.server.Face;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// HTTP/2 (RFC 9113) for clients that know it is spoken here, or agree on it by ALPN: gRPC
/// (github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md), and JSON as in {@link Http1Face}.
///
/// @param terms what clients may do: its secret is asked for as a bearer token; messages, window,
///   streams and signs of life are as on Galley's own wire
/// @param clear whether the secret may come without TLS from other machines, where others can read
///   it
public record Http2Face(Terms terms, boolean clear) implements Face {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /// The secret is taken over TLS, or on this machine.
    public Http2Face(Terms terms) {
        this(terms, false);
    }

    @Override
    public Match match(ByteBuf first) {
        int length = Math.min(first.readableBytes(), PREFACE.length);
        if (!begins(first, length)) return Match.NO;
        return length == PREFACE.length ? Match.YES : Match.MORE;
    }

    /// Whether the first `length` bytes are those of the preface.
    static boolean begins(ByteBuf first, int length) {
        for (int i = 0; i < length; i++)
            if (first.getByte(first.readerIndex() + i) != PREFACE[i]) return false;
        return true;
    }

    @Override
    public boolean needsProof() {
        return terms.secret() != null;
    }

    @Override
    public ChannelHandler handler(Loop loop, Server server) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                new Http2Connection(loop, terms, server, clear).join(channel.pipeline());
            }
        };
    }

    @Override
    public List<Binding<?, ?>> services(Server server) {
        return new Health(server).bindings();
    }
}
