// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.net.Loop;
import dev.galley.rpc.server.Face;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// `POST /Service/method` with JSON over HTTP/1.1 (RFC 9112).
///
/// @param terms what clients may do: its secret is asked for as a bearer token, its message is the
///   longest body, its handshake is the time for the first head
/// @param clear whether the secret may come without TLS from other machines, where others can read
///   it
public record Http1Face(Terms terms, boolean clear) implements Face {
    /// The longest name of a method of HTTP that is registered has 17 (RFC 9110, section 16.1).
    private static final int LONGEST_METHOD = 17;

    /// The secret is taken over TLS, or on this machine.
    public Http1Face(Terms terms) {
        this(terms, false);
    }

    /// A method and a space; the preface of HTTP/2 is another face.
    @Override
    public Match match(ByteBuf first) {
        int length = Math.min(first.readableBytes(), LONGEST_METHOD + 1);
        for (int i = 0; i < length; i++) {
            int c = first.getByte(first.readerIndex() + i);
            if (c == ' ' && i > 0) return Http2Face.begins(first, i + 1) ? Match.NO : Match.YES;
            if ((c < 'A' || c > 'Z') && c != '-') return Match.NO;
        }
        return length > LONGEST_METHOD ? Match.NO : Match.MORE;
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
                channel.pipeline()
                        .addLast(
                                new StrictDecoder(),
                                new HttpResponseEncoder(),
                                new Http1Connection(loop, terms, server, clear));
            }
        };
    }
}
