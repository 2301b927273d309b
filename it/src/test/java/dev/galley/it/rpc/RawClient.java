// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/// A client that sends what it is told, byte by byte.
final class RawClient implements AutoCloseable {
    final Socket socket;
    private final InputStream in;
    private boolean last;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = socket.getInputStream();
    }

    static String post(String path, String json) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + json.length()
                + "\r\n\r\n"
                + json;
    }

    /// What the other side does not want to read is no failure here.
    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    void send(byte... bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException closed) {
            // The response says why.
        }
    }

    /// The next response, of a known length: its status and its body.
    String response() throws IOException {
        String head = "";
        while (!head.endsWith("\r\n\r\n")) head += (char) one();
        int length = Integer.parseInt(head.replaceAll("(?s).*content-length: (\\d+)\r\n.*", "$1"));
        last = head.contains("connection: close\r\n");
        String body = new String(in.readNBytes(length), ISO_8859_1);
        return head.substring(9, 12) + " " + body;
    }

    /// Whether the last response said that there is no other.
    boolean isLast() {
        return last;
    }

    /// The next bytes.
    String next(int count) throws IOException {
        return new String(in.readNBytes(count), ISO_8859_1);
    }

    private int one() throws IOException {
        int c = in.read();
        if (c < 0) throw new IOException("closed before a response");
        return c;
    }

    /// All that comes until the other side closes.
    String all() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException reset) {
            // It has ended, too.
        }
        return all.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
