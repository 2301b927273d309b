// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.galley.config.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportTest {
    /// Echoes what it gets, but only once the peer has closed its half; paused until then.
    private static final class LateEcho extends ChannelInboundHandlerAdapter {
        private final ByteBuf got = Unpooled.buffer();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            got.writeBytes(bytes);
            bytes.release();
            ctx.channel().config().setAutoRead(false);
            // Whatever of the end is known already is to be told while it is paused.
            ctx.executor().execute(() -> ctx.executor().execute(() -> resume(ctx)));
        }

        private static void resume(ChannelHandlerContext ctx) {
            ctx.channel().config().setAutoRead(true);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (!(event instanceof ChannelInputShutdownEvent)) return;
            ctx.channel().config().setAutoRead(false);
            ctx.executor().execute(() -> answer(ctx));
        }

        private void answer(ChannelHandlerContext ctx) {
            resume(ctx);
            ctx.writeAndFlush(got).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static boolean usable(Transport transport) {
        return switch (transport) {
            case IO_URING -> Rings.usable();
            case EPOLL -> Epoll.isAvailable();
            case NIO -> true;
        };
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionWhosePeerHasClosedItsHalfCanBePausedAndResumed(Transport transport)
            throws IOException {
        assumeTrue(usable(transport));
        try (Loops loops = Loops.on(transport, 1);
                Listener listener =
                        Listener.bind(
                                loops,
                                new Address("127.0.0.1", 0),
                                Front.OPEN,
                                loop -> new LateEcho())) {
            for (int i = 0; i < 20; i++) assertThat(echo(listener)).isEqualTo("hello");
        }
    }

    private static String echo(Listener listener) throws IOException {
        try (Socket client = new Socket()) {
            client.connect(listener.address());
            client.setSoTimeout(10_000);
            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
