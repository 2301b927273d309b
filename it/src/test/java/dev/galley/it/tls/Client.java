// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A client by the JDK's own TLS, byte by byte. Whatever takes 20 s fails.
final class Client implements AutoCloseable {
    private static final SSLContext BELIEVING = believing();

    private final Socket plain = new Socket();
    private final SSLSocket socket;

    /// @param first what goes out before TLS begins
    Client(int port, int receiveBuffer, String first) {
        try {
            if (receiveBuffer > 0) plain.setReceiveBufferSize(receiveBuffer);
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            plain.setSoTimeout(20_000);
            plain.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
            socket =
                    (SSLSocket)
                            BELIEVING
                                    .getSocketFactory()
                                    .createSocket(plain, "localhost", port, true);
            socket.startHandshake();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Client(int port) {
        this(port, 0, "");
    }

    private static SSLContext believing() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Believing()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Believing extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    Client send(String text) {
        try {
            out().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The head of an answer.
    String head() {
        try {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in().read();
                if (b < 0) throw new IOException("ended after " + head);
                head.append((char) b);
            }
            return head.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An answer with a length.
    String answer() {
        String head = head();
        try {
            String length = head.replaceAll("(?is).*\r\ncontent-length: (\\d+)\r\n.*", "$1");
            byte[] body = in().readNBytes(Integer.parseInt(length));
            return head + new String(body, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads so many bytes and forgets them.
    long skip(long count) {
        try {
            byte[] part = new byte[1 << 16];
            long skipped = 0;
            while (skipped < count) {
                int n = in().read(part, 0, (int) Math.min(part.length, count - skipped));
                if (n < 0) break;
                skipped += n;
            }
            return skipped;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// So many bytes.
    String text(int length) {
        try {
            return new String(in().readNBytes(length), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All until the server says its end, which it must.
    String rest() {
        try {
            return new String(in().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Says that it sends no more.
    void end() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the connection below TLS, of which TLS says nothing.
    void cut() {
        try {
            plain.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
