// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/// A client that sends exactly what it is given.
final class Raw {
    private static final int PATIENCE_MILLIS = 30_000;

    private Raw() {}

    /// All that comes back until the proxy closes.
    static String ask(InetSocketAddress proxy, String... parts) {
        return from(null, proxy, parts);
    }

    /// The same, from an address of this host.
    static String from(
            @org.jspecify.annotations.Nullable InetAddress source,
            InetSocketAddress proxy,
            String... parts) {
        try (Socket socket = new Socket()) {
            if (source != null) socket.bind(new InetSocketAddress(source, 0));
            socket.connect(proxy, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            for (String part : Arrays.asList(parts)) {
                socket.getOutputStream().write(part.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
            }
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
