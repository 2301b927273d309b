// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Large bodies through TLS, on every transport: they come whole, and a slow peer holds little in
/// the proxy.
@Needs("openssl")
class TlsStreamTest {
    private static final long LARGE = 64L << 20;
    private static final long MOST_HELD = 8 << 20;

    @TempDir static Path folder;
    private static Authority.Pair pair;

    @BeforeAll
    static void issue() {
        pair = new Authority(folder).issue(Authority.EC, "DNS:localhost");
    }

    @AfterEach
    void anyTransport() {
        System.clearProperty("galley.transport");
    }

    private static Running on(String transport, ServerSocket backend) {
        System.setProperty("galley.transport", transport);
        return Running.serving("127.0.0.1:" + backend.getLocalPort(), pair);
    }

    private static long held() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    /// Waits until nothing moves any more.
    private static void stalled() {
        long[] last = {held(), System.nanoTime()};
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    long now = held();
                    if (now != last[0]) last[1] = System.nanoTime();
                    last[0] = now;
                    return System.nanoTime() - last[1] > 400_000_000L;
                });
    }

    private static ServerSocket backend() throws IOException {
        return new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    }

    /// Reads a head, and gives the length that it says.
    private static long head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.read());
        String length = head.toString().replaceAll("(?is).*\r\ncontent-length: (\\d+)\r\n.*", "$1");
        return length.matches("\\d+") ? Long.parseLong(length) : 0;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void pour(Socket socket) throws IOException {
        try (socket) {
            head(socket.getInputStream());
            write(
                    socket.getOutputStream(),
                    "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
            byte[] part = new byte[1 << 20];
            for (long n = 0; n < LARGE; n += part.length) socket.getOutputStream().write(part);
        }
    }

    private interface Serve {
        void serve(Socket socket) throws IOException;
    }

    private static void serve(ServerSocket backend, Serve serve) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (true) {
                            Socket socket = backend.accept();
                            Thread.ofVirtual()
                                    .start(() -> {
                                        try {
                                            serve.serve(socket);
                                        } catch (IOException gone) {
                                            // the test is over
                                        }
                                    });
                        }
                    } catch (IOException closed) {
                        // the test is over
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"io_uring", "epoll", "nio"})
    void aDownloadThatNobodyTakesWaitsAtTheBackendAndGoesOnWhole(String transport)
            throws IOException {
        downloads(transport, held -> assertThat(held).isLessThan(MOST_HELD));
    }

    private static void downloads(String transport, LongConsumer whileStalled) throws IOException {
        try (ServerSocket backend = backend();
                Running running = on(transport, backend)) {
            serve(backend, TlsStreamTest::pour);
            long before = held();
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++)
                clients.add(
                        new Client(running.port(), 64 * 1024, "")
                                .send("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
            for (Client client : clients) assertThat(client.head()).startsWith("HTTP/1.1 200");
            stalled();
            whileStalled.accept(held() - before);
            for (Client client : clients) assertThat(client.skip(LARGE)).isEqualTo(LARGE);
            clients.forEach(Client::close);
        }
    }

    /// The ring of buffers must run out at the one moment that matters: that takes some tries.
    @RepeatedTest(10)
    void aDownloadThatHasWaitedGoesOnAlsoIfTheBuffersRanOut() throws IOException {
        downloads("io_uring", _ -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"io_uring", "epoll", "nio"})
    void aDownloadTakenInSmallStepsComesWhole(String transport) throws IOException {
        try (ServerSocket backend = backend();
                Running running = on(transport, backend);
                Client client = new Client(running.port(), 16 * 1024, "")) {
            serve(backend, TlsStreamTest::pour);
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").head();
            long taken = 0;
            for (int i = 0; i < 1000 && taken < LARGE; i++) {
                taken += client.skip(Math.min(64 * 1024, LARGE - taken));
                Thread.onSpinWait();
            }
            assertThat(client.skip(LARGE - taken)).isEqualTo(LARGE - taken);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"io_uring", "epoll", "nio"})
    void anUploadThatNobodyReadsWaitsAtTheClientAndGoesOnWhole(String transport)
            throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        try (ServerSocket backend = backend();
                Running running = on(transport, backend);
                Client client = new Client(running.port())) {
            serve(backend, socket -> count(socket, go));
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + LARGE + "\r\n\r\n");
            long before = held();
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                // Odd parts: records end anywhere in what is read at a time.
                                String part = "x".repeat(99_991);
                                long left = LARGE;
                                for (; left > part.length(); left -= part.length())
                                    client.send(part);
                                client.send(part.substring(0, (int) left));
                            });
            stalled();
            assertThat(sender.isAlive()).isTrue();
            assertThat(held() - before).isLessThan(MOST_HELD);
            go.countDown();
            assertThat(client.answer()).endsWith("\r\n\r\n" + LARGE);
        }
    }

    private static void count(Socket socket, CountDownLatch go) throws IOException {
        try (socket) {
            InputStream in = socket.getInputStream();
            long length = head(in), read = 0;
            Awaitility.await().until(() -> go.getCount() == 0);
            byte[] part = new byte[1 << 16];
            // Slowly at first, so that reading is paused and goes on many times.
            for (int n = 0; n >= 0 && read < length; read += Math.max(0, n))
                n = in.read(part, 0, read < 4 << 20 ? 4096 : part.length);
            String body = Long.toString(read);
            write(
                    socket.getOutputStream(),
                    "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }
    }
}
