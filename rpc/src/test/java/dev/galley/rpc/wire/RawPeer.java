// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The other side of a connection, byte by byte; keeps to the protocol as far as a test wants.
final class RawPeer implements AutoCloseable {
    static final class Frame {
        private final int type;
        private final int flags;
        private final int stream;
        private final byte[] payload;

        private Frame(int type, int flags, int stream, byte[] payload) {
            this.type = type;
            this.flags = flags;
            this.stream = stream;
            this.payload = payload;
        }

        int type() {
            return type;
        }

        int flags() {
            return flags;
        }

        int stream() {
            return stream;
        }

        byte[] payload() {
            return payload;
        }

        /// What is in it that can be read.
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        String reason() {
            return new String(payload, 4, payload.length - 4, StandardCharsets.UTF_8);
        }
    }

    /// How long the other side may take, in milliseconds.
    static final int PATIENCE = 30_000;

    final Socket socket;
    final DataInputStream in;
    final DataOutputStream out;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
    }

    static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static RawPeer connect(int port) throws IOException {
        return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static RawPeer accept(ServerSocket from) throws IOException {
        return new RawPeer(from.accept());
    }

    /// As a client of these terms.
    RawPeer greet(Terms terms) throws Exception {
        Handshake handshake = new Handshake(true, terms);
        out.write(Format.PREFACE);
        send(Format.HELLO, 0, 0, handshake.hello());
        handshake.hello(expect(Format.HELLO).payload());
        send(Format.PROOF, 0, 0, handshake.proof());
        handshake.proof(expect(Format.PROOF).payload());
        return this;
    }

    /// As a server of these terms.
    RawPeer welcome(Terms terms) throws Exception {
        Handshake handshake = new Handshake(false, terms);
        in.readFully(new byte[Format.PREFACE.length]);
        handshake.hello(expect(Format.HELLO).payload());
        send(Format.HELLO, 0, 0, handshake.hello());
        handshake.proof(expect(Format.PROOF).payload());
        send(Format.PROOF, 0, 0, handshake.proof());
        return this;
    }

    void send(int type, int flags, int stream, byte... payload) throws IOException {
        out.write(frame(type, flags, stream, payload));
    }

    static byte[] frame(int type, int flags, int stream, byte... payload) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var all = new DataOutputStream(bytes);
        all.writeInt(payload.length);
        all.writeByte(type);
        all.writeByte(flags);
        all.writeInt(stream);
        all.write(payload);
        return bytes.toByteArray();
    }

    /// Declares method `id` of the service Bytes as number 0.
    void declare(int id) throws IOException {
        send(Format.METHOD, 0, 0, 0, 0, 0, 0, 0, id, 'B', 'y', 't', 'e', 's');
    }

    private void send(int type, int flags, int stream, int... payload) throws IOException {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) payload[i];
        send(type, flags, stream, bytes);
    }

    /// Calls method number 0 with `message`.
    void call(int stream, byte... message) throws IOException {
        byte[] payload = Arrays.copyOf(new byte[12], 12 + message.length);
        System.arraycopy(message, 0, payload, 12, message.length);
        send(Format.CALL, Format.WITH_MESSAGE | Format.LAST, stream, payload);
    }

    /// The next frame of this type; others are passed over.
    Frame expect(int type) throws IOException {
        for (Frame frame = read(); ; frame = read()) if (frame.type == type) return frame;
    }

    Frame read() throws IOException {
        int length = in.readInt();
        int type = in.readUnsignedByte(), flags = in.readUnsignedByte(), stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, stream, payload);
    }

    /// Whether the other side closes, whatever it says before.
    boolean closes() throws IOException {
        try {
            while (in.read() >= 0) {}
            return true;
        } catch (EOFException | java.net.SocketException e) {
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }

    /// Ends by a reset.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
