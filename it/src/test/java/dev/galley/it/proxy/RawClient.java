// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A client that sends exactly the bytes it is given (text as Latin-1), and reads answers strictly.
/// Whatever takes 30 s fails.
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final StrictReader reader;

    private RawClient(InetSocketAddress address, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        reader = new StrictReader(new BufferedInputStream(socket.getInputStream()));
    }

    static RawClient to(InetSocketAddress address) {
        return withReceiveBuffer(address, 0);
    }

    /// A client whose kernel takes little in advance.
    static RawClient withReceiveBuffer(InetSocketAddress address, int bytes) {
        try {
            return new RawClient(address, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next answer, to a GET or the like.
    Message answer() {
        return answer("GET");
    }

    /// The next answer, to this method.
    Message answer(String method) {
        try {
            return reader.answerBody(reader.answerHead(), method);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for more to read; false at the end.
    boolean more() {
        try {
            return reader.more();
        } catch (SocketException reset) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The head of the next answer; its body stays to be read.
    Message head() {
        try {
            return reader.answerHead();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// So many bytes, whatever they are.
    String read(int count) {
        StringBuilder text = new StringBuilder();
        try {
            while (text.length() < count) {
                int b = reader.read();
                if (b < 0) throw new IOException("ended after " + text);
                text.append((char) b);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Everything up to the end.
    String rest() {
        StringBuilder text = new StringBuilder();
        try {
            for (int b = reader.read(); b >= 0; b = reader.read()) text.append((char) b);
            return text.toString();
        } catch (SocketException reset) {
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("not closed; so far: " + text, e);
        }
    }

    /// Reads so many bytes of a body and forgets them.
    long skip(long count) {
        try {
            byte[] part = new byte[1 << 16];
            long skipped = 0;
            for (int n = 0; n >= 0 && skipped < count; skipped += Math.max(n, 0))
                n = reader.read(part, (int) Math.min(part.length, count - skipped));
            return skipped;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends no more.
    RawClient end() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Cuts the connection with a reset.
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
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
