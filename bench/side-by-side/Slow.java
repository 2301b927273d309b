// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// A client that takes its time, on a connection that it keeps; does its next small step when it is
/// told to.
abstract sealed class Slow {
    final SocketChannel channel;
    long served;
    Exception cut;

    private Slow(int port, int receiveBuffer) throws IOException {
        channel = SocketChannel.open();
        if (receiveBuffer > 0)
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        channel.configureBlocking(false);
    }

    abstract void step() throws IOException;

    final void tick() {
        if (cut != null) return;
        try {
            step();
        } catch (IOException e) {
            cut = e;
        }
    }

    final void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + ": " + cut;
    }

    /// So many bytes at the most.
    final int take(ByteBuffer into) throws IOException {
        int n = channel.read(into.clear());
        if (n < 0) throw new IOException("closed");
        if (n > 12 && starts(into, "HTTP/1.1") && !starts(into, "HTTP/1.1 200"))
            throw new IOException(new String(into.array(), 0, 12, StandardCharsets.US_ASCII));
        return n;
    }

    private static boolean starts(ByteBuffer bytes, String with) {
        return new String(bytes.array(), 0, with.length(), StandardCharsets.US_ASCII).equals(with);
    }

    /// Sends a byte of a head a step.
    static final class Sender extends Slow {
        private static final byte[] HEAD =
                "GET /1KiB HTTP/1.1\r\nHost: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        private static final ByteBuffer ANSWER = ByteBuffer.allocate(4096);

        private int wait;
        private int sent;
        private int taken;

        /// @param wait steps to sit still before the first byte, so that not all are at the same one
        Sender(int port, int wait) throws IOException {
            super(port, 0);
            this.wait = wait % HEAD.length;
        }

        @Override
        void step() throws IOException {
            if (wait-- > 0) return;
            if (sent < HEAD.length) {
                sent += channel.write(ByteBuffer.wrap(HEAD, sent, 1));
                return;
            }
            taken += take(ANSWER);
            if (taken < 1024) return;
            served++;
            sent = taken = 0;
        }
    }

    /// Takes a kibibyte of a mebibyte a step.
    static final class Reader extends Slow {
        private static final byte[] REQUEST =
                "GET /1MiB HTTP/1.1\r\nHost: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        private static final ByteBuffer PART = ByteBuffer.allocate(1024);

        private long taken;

        Reader(int port) throws IOException {
            super(port, 4096);
            channel.write(ByteBuffer.wrap(REQUEST));
        }

        @Override
        void step() throws IOException {
            taken += take(PART);
            served = taken >> 20;
        }
    }
}
