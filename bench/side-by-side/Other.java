// SPDX-License-Identifier: Apache-2.0

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;

/// A client as most are: asks, takes the answer, thinks for 5 ms, and asks again on the same
/// connection.
final class Other extends Thread {
    private static final byte[] REQUEST =
            "GET /1KiB HTTP/1.1\r\nHost: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final long seconds;
    private final LongStream.Builder micros = LongStream.builder();
    Exception failure;

    Other(int port, long seconds) {
        this.port = port;
        this.seconds = seconds;
    }

    /// How long each answer took.
    LongStream micros() {
        return micros.build();
    }

    @Override
    public void run() {
        long end = System.nanoTime() + seconds * 1_000_000_000;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                socket.getOutputStream().write(REQUEST);
                take(in);
                micros.add((System.nanoTime() - start) / 1000);
                Thread.sleep(5);
            }
        } catch (IOException | InterruptedException e) {
            failure = e;
        }
    }

    private static void take(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.readByte());
        if (!head.toString().startsWith("HTTP/1.1 200")) throw new IOException(head.toString());
        in.skipNBytes(1024);
    }

    @Override
    public String toString() {
        return "Other: " + failure;
    }
}
