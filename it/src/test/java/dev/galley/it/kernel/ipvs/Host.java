// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// A real server in a namespace of its own: answers whatever it gets, by TCP and UDP, with its
/// name. One thread.
final class Host {
    private static final List<Integer> PORTS = List.of(80, 8080);

    private final Namespace namespace;
    private final List<String> addresses;
    private final AtomicBoolean wanted = new AtomicBoolean(true);
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<ServerSocketChannel> doors = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(2048);
    private final Selector selector;

    /// @param addresses where UDP is answered, each from where it was asked
    Host(String name, List<String> addresses) throws IOException {
        this.namespace = new Namespace(name);
        this.addresses = addresses;
        this.selector = Selector.open();
        Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    void awaitOpen() throws InterruptedException {
        open.await();
    }

    /// Accepts no more connections; those that are open go on.
    void close() {
        wanted.set(false);
        selector.wakeup();
    }

    void reopen() {
        wanted.set(true);
        selector.wakeup();
    }

    private void run() {
        namespace.enter();
        try {
            for (String address : addresses)
                for (int port : PORTS) datagrams(new InetSocketAddress(address(address), port));
            while (true) {
                doors();
                open.countDown();
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) serve(key);
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    private void doors() throws IOException {
        if (wanted.get() && doors.isEmpty())
            for (int port : PORTS) {
                ServerSocketChannel door = ServerSocketChannel.open();
                door.bind(new InetSocketAddress(port)).configureBlocking(false);
                door.register(selector, SelectionKey.OP_ACCEPT);
                doors.add(door);
            }
        if (!wanted.get()) {
            for (ServerSocketChannel door : doors) door.close();
            doors.clear();
            selector.selectNow();
        }
    }

    private void datagrams(InetSocketAddress at) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(at).configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    private void serve(SelectionKey key) throws IOException {
        if (!key.isValid()) return;
        switch (key.channel()) {
            case ServerSocketChannel door -> accept(door);
            case DatagramChannel channel -> {
                SocketAddress from = channel.receive(buffer.clear());
                if (from != null) channel.send(answer(), from);
            }
            case SocketChannel connection -> echo(connection);
            default -> throw new IllegalStateException();
        }
    }

    private void accept(ServerSocketChannel door) throws IOException {
        SocketChannel connection = door.accept();
        if (connection == null) return;
        connection.configureBlocking(false);
        connection.register(selector, SelectionKey.OP_READ);
    }

    private void echo(SocketChannel connection) throws IOException {
        try {
            if (connection.read(buffer.clear()) < 0) connection.close();
            else connection.write(answer());
        } catch (IOException reset) {
            connection.close();
        }
    }

    private ByteBuffer answer() {
        return StandardCharsets.US_ASCII.encode(namespace.name());
    }
}
