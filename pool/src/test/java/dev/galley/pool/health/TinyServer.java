// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A server that reads the head of a request and then does as told. One virtual thread a
/// connection.
public final class TinyServer implements AutoCloseable {
    /// What to do with a connection.
    public interface Behaviour {
        void serve(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private volatile Behaviour behaviour;
    final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();

    public TinyServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Answers with this text.
    public static Behaviour says(String answer) {
        return out -> out.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    /// Never answers.
    public static Behaviour hangs() {
        return _ -> Thread.sleep(60_000);
    }

    /// How many requests have come.
    public int requestCount() {
        return requests.size();
    }

    /// How many connections the other side has not closed yet.
    public long open() {
        return sockets.stream().filter(TinyServer::isOpen).count();
    }

    private static boolean isOpen(Socket socket) {
        try {
            return !socket.isClosed() && socket.getInputStream().read() >= 0;
        } catch (IOException reset) {
            return false;
        }
    }

    public void behave(Behaviour changed) {
        behaviour = changed;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) return;
                head.append((char) next);
            }
            requests.add(head.toString());
            behaviour.serve(socket.getOutputStream());
        } catch (IOException | InterruptedException gone) {
            // The checker has what it wanted.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
