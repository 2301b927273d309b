// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A client of HTTP/2 that writes its frames by hand (RFC 9113, section 4.1).
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    final RawClient raw;
    private final DataInputStream in;

    /// Sends the preface and empty settings.
    RawHttp2(int port) throws IOException {
        raw = new RawClient(port);
        in = new DataInputStream(raw.socket.getInputStream());
        raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        send(SETTINGS, 0, 0);
    }

    void send(int type, int flags, int stream, byte... payload) throws IOException {
        raw.send(frame(type, flags, stream, payload));
    }

    static byte[] frame(int type, int flags, int stream, byte... payload) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(payload.length >> 8);
        out.writeByte(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        return bytes.toByteArray();
    }

    /// The head of a gRPC call, in literals that are not indexed (RFC 7541, section 6.2.2).
    static byte[] call(String path) {
        var head = new ByteArrayOutputStream();
        field(head, ":method", "POST");
        field(head, ":scheme", "http");
        field(head, ":path", path);
        field(head, ":authority", "localhost");
        field(head, "content-type", "application/grpc");
        return head.toByteArray();
    }

    static void field(ByteArrayOutputStream to, String name, String value) {
        to.write(0);
        to.write(name.length());
        to.writeBytes(name.getBytes(US_ASCII));
        to.write(value.length());
        to.writeBytes(value.getBytes(US_ASCII));
    }

    /// The payload of the next frame of this type; others are passed over.
    byte[] expect(int type) throws IOException {
        while (true) {
            byte[] head = in.readNBytes(9);
            if (head.length < 9) throw new IOException("closed before a frame of type " + type);
            byte[] payload = in.readNBytes(ByteBuffer.wrap(head).getInt() >>> 8);
            if (head[3] == type) return payload;
        }
    }

    /// The code of the next frame RST_STREAM.
    int reset() throws IOException {
        return ByteBuffer.wrap(expect(RST_STREAM)).getInt();
    }

    /// The code of the next frame GOAWAY.
    int goAway() throws IOException {
        return ByteBuffer.wrap(expect(GOAWAY)).getInt(4);
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
