// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Clients in a namespace.
record Client(Namespace at, String from, String to, int port) {
    /// As long as a connection may take that is kept away, in milliseconds; less than the time
    /// after which a SYN is sent again.
    private static final int KEPT_AWAY = 700;

    /// As long as the first answer of a process may take, in milliseconds.
    private static final int FIRST = 5000;

    Client from(String address) {
        return new Client(at, address, to, port);
    }

    /// Asks once, on a new connection.
    ///
    /// @param millis for the connection, and again for the answer
    boolean served(int millis) {
        return at.call(() -> {
            try (Socket socket = open(millis)) {
                return answered(socket, millis);
            } catch (IOException e) {
                return false;
            }
        });
    }

    boolean served() {
        return served(KEPT_AWAY);
    }

    private Socket open(int millis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(to, port), millis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static boolean answered(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket.getInputStream().read(new byte[1000]) > 0;
    }

    /// Opens connections until one is not answered, and keeps them.
    ///
    /// @param most after which it gives up
    List<Socket> openAll(int most) {
        return at.call(() -> {
            List<Socket> open = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                int millis = i == 0 ? FIRST : KEPT_AWAY;
                Socket socket = null;
                try {
                    socket = open(millis);
                    if (!answered(socket, millis)) throw new IOException("no answer");
                    open.add(socket);
                } catch (IOException e) {
                    if (socket != null) socket.close();
                    return open;
                }
            }
            return open;
        });
    }

    /// Asks on a connection that is open.
    boolean stillServed(Socket socket) {
        try {
            return answered(socket, KEPT_AWAY);
        } catch (IOException e) {
            return false;
        }
    }
}
