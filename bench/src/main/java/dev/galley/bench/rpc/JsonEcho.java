// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/// By JSON over HTTP/1.1: a connection for each call at a time, kept alive.
final class JsonEcho implements Echo {
    private record Connection(Socket socket, InputStream in) {}

    private final int port;
    private final BlockingDeque<Connection> idle = new LinkedBlockingDeque<>();

    JsonEcho(int port) {
        this.port = port;
    }

    @Override
    public byte[] call(byte[] message) throws IOException {
        Connection known = idle.poll();
        Connection connection = known == null ? connect() : known;
        connection.socket.getOutputStream().write(request(message));
        byte[] json = connection.in.readNBytes(length(connection.in));
        idle.push(connection);
        return GalleyServer.CODEC.read(new JsonReader(json));
    }

    private Connection connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return new Connection(socket, new BufferedInputStream(socket.getInputStream()));
    }

    private static byte[] request(byte[] message) {
        JsonWriter out = new JsonWriter();
        GalleyServer.CODEC.write(out, message);
        byte[] json = out.toByteArray();
        byte[] head =
                ("POST /Echo/echo HTTP/1.1\r\nHost: localhost\r\nGalley-Timeout: 10S\r\n"
                                + "Content-Type: application/json\r\nContent-Length: "
                                + json.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(head, head.length + json.length);
        System.arraycopy(json, 0, all, head.length, json.length);
        return all;
    }

    /// Reads the head of a response.
    private static int length(InputStream in) throws IOException {
        int length = -1;
        String first = line(in);
        if (!first.startsWith("HTTP/1.1 200")) throw new IOException(first);
        for (String line = line(in); !line.isEmpty(); line = line(in))
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                length = Integer.parseInt(line.substring(15).strip());
        return length;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new IOException("closed");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            for (Connection connection : idle) connection.socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
