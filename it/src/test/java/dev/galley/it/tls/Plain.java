// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client that speaks no TLS.
final class Plain {
    private Plain() {}

    /// The answer to a GET with these header lines.
    static String ask(int port, String lines) {
        return say(port, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + lines + "\r\n");
    }

    /// All that comes back for these bytes.
    static String say(int port, String bytes) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
