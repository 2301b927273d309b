// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import dev.galley.config.Address;
import dev.galley.config.MemberConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The servers that {@link HealthBench} checks: many listeners, one thread. Says `ready`, serves
/// until its input ends, and says how many connections there were.
final class HealthServer {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    private long connections;
    private volatile boolean ended;

    private HealthServer() throws IOException {}

    public static void main(String[] args) throws IOException {
        HealthServer server = new HealthServer();
        for (MemberConfig member : Setups.members(Integer.parseInt(args[0]), false))
            server.listen(Objects.requireNonNull(member.address()));
        System.out.println("ready");
        Thread.ofPlatform().daemon().start(server::awaitEnd);
        server.serve();
        System.out.println(server.connections);
    }

    private void awaitEnd() {
        try {
            while (System.in.read() >= 0) {}
            ended = true;
            selector.wakeup();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void listen(Address address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(address.host(), address.port()));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_ACCEPT);
    }

    private void serve() throws IOException {
        while (!ended) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) ready(key);
            selector.selectedKeys().clear();
        }
    }

    private void ready(SelectionKey key) throws IOException {
        if (key.channel() instanceof ServerSocketChannel listener) accept(listener);
        else if (key.channel() instanceof SocketChannel channel) answer(channel);
    }

    private void accept(ServerSocketChannel listener) throws IOException {
        SocketChannel channel = listener.accept();
        if (channel == null) return;
        connections++;
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    private void answer(SocketChannel channel) throws IOException {
        try (channel) {
            buffer.clear();
            if (channel.read(buffer) > 0) channel.write(ByteBuffer.wrap(ANSWER));
        }
    }
}
