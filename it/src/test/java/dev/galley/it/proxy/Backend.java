// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import dev.galley.it.net.Soon;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// A server that writes down what it receives, answers by a script, and finds fault with whatever
/// is not well-formed: then [#close], and with it the test, fails.
final class Backend implements AutoCloseable {
    /// What is done with one request.
    interface Script {
        void serve(Talk talk) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final Thread acceptor;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final List<Message> requests = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger heads = new AtomicInteger();
    private final AtomicInteger cutShort = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    private Backend(int port, Script script) {
        this.script = script;
        try {
            server = new ServerSocket(port, 4096, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    /// Serves each request by `script`.
    static Backend scripted(Script script) {
        return new Backend(0, script);
    }

    /// Serves each request by `script`, on this port.
    static Backend scripted(int port, Script script) {
        return new Backend(port, script);
    }

    /// Reads each request whole and answers with these bytes.
    static Backend replying(Function<Message, String> reply) {
        return scripted(talk -> talk.send(reply.apply(talk.request())));
    }

    /// Answers each request with 200 and this body.
    static Backend saying(String body) {
        return replying(request -> ok(body));
    }

    /// An answer with a length.
    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /// As a member of a pool is written.
    String address() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return server.getLocalPort();
    }

    /// Requests that were read whole, in their order.
    List<Message> requests() {
        return requests;
    }

    /// The only request.
    Message request() {
        if (requests.size() != 1) throw new AssertionError(requests.size() + " requests");
        return requests.getFirst();
    }

    /// Heads that were read, with or without the body.
    int heads() {
        return heads.get();
    }

    /// Messages that ended before their end.
    int cutShort() {
        return cutShort.get();
    }

    int connections() {
        return connections.get();
    }

    /// Connections that are open.
    int open() {
        return connections.get() - ended.get();
    }

    /// Bytes that came, on all connections.
    long bytes() {
        return bytes.get();
    }

    /// What was wrong with what came.
    List<String> faults() {
        return faults;
    }

    /// Cuts every connection that is open.
    void cut() {
        for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) end(socket);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!server.isClosed()) faults.add(e.toString());
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Talk talk = new Talk(socket);
            while (!socket.isClosed() && talk.reader.more()) script.serve(talk);
        } catch (StrictReader.Malformed e) {
            faults.add(e.getMessage());
        } catch (EOFException | SocketException e) {
            cutShort.incrementAndGet();
        } catch (IOException | RuntimeException e) {
            faults.add(e.toString());
        } finally {
            ended.incrementAndGet();
        }
    }

    /// Ends every connection, and fails if anything malformed came.
    @Override
    public void close() {
        stop();
        if (!faults.isEmpty()) throw new AssertionError("the backend received: " + faults);
    }

    /// Listens no more, and cuts every connection.
    void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The kernel goes on accepting until nobody waits in accept.
        Soon.until(() -> !acceptor.isAlive());
        cut();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One connection, from the server's side.
    final class Talk {
        private final Socket socket;
        final StrictReader reader;

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            this.reader = new StrictReader(counted(socket.getInputStream()));
        }

        private InputStream counted(InputStream in) {
            return new BufferedInputStream(in, 64 * 1024) {
                @Override
                public synchronized int read() throws IOException {
                    int b = super.read();
                    if (b >= 0) bytes.incrementAndGet();
                    return b;
                }

                @Override
                public synchronized int read(byte[] to, int from, int count) throws IOException {
                    int n = super.read(to, from, count);
                    if (n > 0) bytes.addAndGet(n);
                    return n;
                }
            };
        }

        /// The next request, whole.
        Message request() throws IOException {
            return body(head());
        }

        /// The head of the next request.
        Message head() throws IOException {
            Message head = reader.requestHead();
            heads.incrementAndGet();
            return head;
        }

        /// The request whose head was read, whole.
        Message body(Message head) throws IOException {
            Message request = reader.requestBody(head);
            requests.add(request);
            return request;
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /// So many bytes, whatever they are.
        String read(int count) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.length() < count) {
                int b = reader.read();
                if (b < 0) throw new EOFException("ended after " + text);
                text.append((char) b);
            }
            return text.toString();
        }

        /// Waits for so long, unless the proxy says something or ends.
        void pause(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                reader.more();
            } catch (SocketTimeoutException e) {
                socket.setSoTimeout(0);
            }
        }

        /// Sends no more.
        void end() throws IOException {
            socket.shutdownOutput();
        }

        void close() throws IOException {
            socket.close();
        }

        /// Cuts the connection with a reset.
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
