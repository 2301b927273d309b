// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The other side of one check: each connection is played by a script, on a virtual thread.
final class Peer implements AutoCloseable {
    /// What to do with a connection; it is closed afterwards.
    interface Script {
        void play(Line line) throws IOException, InterruptedException;
    }

    /// A connection.
    record Line(Socket socket, BufferedReader in, OutputStream out, List<String> heard) {
        /// Waits for a line, and keeps it.
        @Nullable String hear() throws IOException {
            String line = in.readLine();
            if (line != null) heard.add(line);
            return line;
        }

        /// Each character is a byte.
        void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /// Until the other side has closed.
        void untilClosed() throws IOException {
            String line = hear();
            while (line != null) line = hear();
        }
    }

    private final ServerSocket listener;
    private final Script script;

    /// The lines that came, of all connections.
    final List<String> heard = new CopyOnWriteArrayList<>();

    Peer(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Says this at once, whatever it is asked, and then waits.
    static Peer saying(String text) throws IOException {
        return new Peer(line -> {
            line.say(text);
            line.untilClosed();
        });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> play(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void play(Socket socket) {
        try (socket) {
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1);
            script.play(new Line(socket, new BufferedReader(in), socket.getOutputStream(), heard));
        } catch (IOException | InterruptedException gone) {
            // The checker has what it wanted.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
