// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.ways;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A connection of a client that speaks HTTP; whatever takes it 10 s fails.
final class Http implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

    private final Socket socket = new Socket();
    private final InputStream in;

    Http(InetSocketAddress address) throws IOException {
        this(address, null);
    }

    /// @param source the client's own address; null: any
    Http(InetSocketAddress address, @Nullable InetAddress source) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        if (source != null) socket.bind(new InetSocketAddress(source, 0));
        socket.connect(address, 10_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// Sends a GET of each of these paths, and waits for nothing.
    void send(String... paths) throws IOException {
        StringBuilder requests = new StringBuilder();
        for (String path : paths)
            requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: web.example\r\n\r\n");
        socket.getOutputStream().write(requests.toString().getBytes(ISO_8859_1));
    }

    /// The next answer, head and body.
    ///
    /// @throws IOException if its status is not the expected one
    String answer(int status) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < 4 || text.indexOf("\r\n\r\n", text.length() - 4) < 0) read(text);
        if (!text.toString().startsWith("HTTP/1.1 " + status))
            throw new IOException("not " + status + ": " + text);
        Matcher length = LENGTH.matcher(text);
        if (!length.find()) throw new IOException("no length: " + text);
        for (int i = Integer.parseInt(length.group(1)); i > 0; i--) read(text);
        return text.toString();
    }

    private void read(StringBuilder text) throws IOException {
        int b = in.read();
        if (b < 0) throw new IOException("ended after: " + text);
        text.append((char) b);
    }

    /// The body of an answer.
    static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /// What stands at the root of this address.
    static String page(InetSocketAddress address) throws IOException {
        try (Http http = new Http(address)) {
            http.send("/");
            return body(http.answer(200));
        }
    }

    /// By a reset, which leaves no port waiting.
    @Override
    public void close() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
