// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A member that does to each connection what it is told, on a thread of its own.
public final class Peer implements AutoCloseable {
    /// What it does; the connection is closed after it.
    public interface Script {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger served = new AtomicInteger();

    private Peer(Script script) {
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.script = script;
        Thread.startVirtualThread(this::accept);
    }

    public static Peer doing(Script script) {
        return new Peer(script);
    }

    /// Sends back what it gets, to the end.
    public static Peer echo() {
        return doing(socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
    }

    /// Says this first, and then waits for the end.
    static Peer saying(String words) {
        return doing(socket -> {
            socket.getOutputStream().write(words.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            socket.getInputStream().readAllBytes();
        });
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                served.incrementAndGet();
                open.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.serve(socket);
        } catch (IOException broken) {
            // The other side is what is looked at.
        } finally {
            open.remove(socket);
        }
    }

    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /// How many connections it has had.
    public int served() {
        return served.get();
    }

    /// How many are open.
    public int open() {
        return open.size();
    }

    /// Listens no more, and breaks what is open.
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
