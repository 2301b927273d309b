// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import dev.galley.rpc.wire.Terms;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Whatever bytes a port is sent that speaks HTTP/1.1 and HTTP/2: what comes back is HTTP, nothing
/// stays open, no call stays under way, no buffer is lost, nothing fails inside, and the next
/// client is served.
///
/// A few seconds by default, from the same seed each time; longer, and from another seed, with
/// `-Dgalley.fuzz=PT10M` (an ISO 8601 duration).
class AnyBytesTest {
    private static final int BATCH = 128;

    /// A connection that says nothing for a while is asked for a sign of life, and closed soon.
    private static final Duration SOON = Duration.ofMillis(200);

    private static final Pattern RESPONSE =
            Pattern.compile("(HTTP/1\\.1 (100|200|4\\d\\d|50[0345]) [A-Za-z ]+\r\n.*)?");

    private final Queue<String> defects = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();

    @Test
    void noBytesHarmAPortThatSpeaksHttp() throws Exception {
        boolean longer = System.getProperty("galley.fuzz") != null;
        Duration time = Duration.parse(System.getProperty("galley.fuzz", "PT4S"));
        Logger logger = Logger.getLogger("");
        Handler handler = new Defects();
        Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(Level.PARANOID);
        logger.addHandler(handler);
        Terms terms = Terms.of("s").withKeepAlive(SOON, SOON);
        try (Faces faces = new Faces(new EchoInMemory(), terms, 1000)) {
            long end = System.nanoTime() + time.toNanos(), from = longer ? end : 1;
            for (; System.nanoTime() < end || served.get() == 0; from += BATCH) batch(from, faces);
            assertThat(answered.get()).isGreaterThan(served.get());
            Soon.until(() -> faces.server.connections() == 0);
            Soon.until(() -> faces.server.dispatcher().gate().inFlight() == 0);
            try (RawClient good = new RawClient(faces.port())) {
                good.send(RawClient.post("/Echo/last", "{\"name\":\"nobody\"}"));
                assertThat(good.response()).isEqualTo("200 {}");
            }
            // What was lost is told of when it has been collected.
            System.gc();
            batch(from, faces);
        } finally {
            logger.removeHandler(handler);
            ResourceLeakDetector.setLevel(before);
        }
        assertThat(defects).isEmpty();
    }

    private void batch(long from, Faces faces) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    LongStream.range(from, from + BATCH)
                            .mapToObj(seed -> clients.submit(() -> one(seed, faces)))
                            .toList();
            for (var each : all) each.get();
        }
    }

    private Void one(long seed, Faces faces) throws IOException {
        Random random = new Random(seed);
        boolean http1 = random.nextBoolean();
        byte[] bytes = mutated(random, http1 ? requests(random) : frames(random));
        String back = exchange(faces, random, bytes);
        if (!back.isEmpty()) answered.incrementAndGet();
        if (back.contains("HTTP/1.1 200") || back.contains("Hello ")) served.incrementAndGet();
        if (http1 && !back.startsWith("\0"))
            assertThat(back.lines().findFirst().orElse("") + "\r\n")
                    .as("seed %d", seed)
                    .satisfiesAnyOf(
                            line -> assertThat(line).matches(RESPONSE),
                            line -> assertThat(back).isEmpty());
        return null;
    }

    /// What comes back of these bytes, sent in pieces.
    private static String exchange(Faces faces, Random random, byte[] bytes) throws IOException {
        try (RawClient client = new RawClient(faces.port())) {
            client.socket.setTcpNoDelay(true);
            client.socket.setSoTimeout(500);
            for (int at = 0, next; at < bytes.length; at = next) {
                next = Math.min(bytes.length, at + 1 + random.nextInt(2000));
                client.send(Arrays.copyOfRange(bytes, at, next));
            }
            return all(client.socket.getInputStream());
        }
    }

    /// Until it is closed, or nothing comes any more.
    private static String all(InputStream in) {
        var all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (IOException over) {
            // What has come counts.
        }
        return all.toString(ISO_8859_1);
    }

    private static byte[] requests(Random random) {
        String[] known = {
            RawClient.post("/Echo/last", "{\"name\":\"ann\"}"),
            RawClient.post("/Echo/count", "{\"from\":1,\"to\":9}"),
            RawClient.post(
                    "/Echo/greet",
                    "{\"person\":{\"name\":\"\\u00e4\\ud83d\\ude00\",\"mood\":\"SAD\","
                            + "\"titles\":{\"city\":\"Ulm\",\"city\":\"Bonn\"}}}"),
            RawClient.post("/Echo/log", "{\"lines\":" + "[".repeat(300) + "1e999999999"),
            RawClient.post("/Echo/last", "{\"name\":\"ann\"}")
                    .replace("Host", "Expect: 100-continue\r\nGalley-Timeout: 90m\r\nHost"),
            "POST /Echo/last HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\nTrailer: x\r\n\r\n"
                    + "5\r\n{\"nam\r\n9;a=b\r\ne\":\"ann\"}\r\n0\r\nx: y\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        };
        String all = "";
        for (int n = random.nextInt(4); n >= 0; n--) all += known[random.nextInt(known.length)];
        return (all + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    /// A few calls, and frames of all types (RFC 9113, section 6) on their streams or others.
    private static byte[] frames(Random random) throws IOException {
        var all = new ByteArrayOutputStream();
        all.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        all.writeBytes(RawHttp2.frame(RawHttp2.SETTINGS, 0, 0));
        for (int n = random.nextInt(12), stream = 1; n >= 0; n--) {
            if (random.nextInt(3) > 0) {
                call(all, random, stream);
                stream += 2;
            } else {
                byte[] payload = new byte[random.nextInt(30)];
                random.nextBytes(payload);
                int of = random.nextInt(stream + 2);
                all.writeBytes(RawHttp2.frame(random.nextInt(12), random.nextInt(64), of, payload));
            }
        }
        return all.toByteArray();
    }

    private static void call(ByteArrayOutputStream to, Random random, int stream)
            throws IOException {
        String[] methods = {"greet", "count", "sum", "greetings", "fail", "none"};
        byte[] head = RawHttp2.call("/Echo/" + methods[random.nextInt(methods.length)]);
        to.writeBytes(RawHttp2.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, head));
        // A person of the name "n", as a request of greet and greetings; of all others it is none.
        byte[] message = {(byte) random.nextInt(2), 0, 0, 0, 5, 10, 3, 10, 1, 'n'};
        int copies = random.nextInt(3);
        for (int i = 0; i <= copies; i++) {
            int flags = i == copies && random.nextInt(4) > 0 ? RawHttp2.END_STREAM : 0;
            to.writeBytes(RawHttp2.frame(RawHttp2.DATA, flags, stream, message));
        }
    }

    private static byte[] mutated(Random random, byte[] bytes) {
        byte[] out = bytes;
        for (int n = random.nextInt(4); n > 0 && out.length > 0; n--) {
            int at = random.nextInt(out.length), to = at + random.nextInt(out.length - at);
            out =
                    switch (random.nextInt(5)) {
                        case 0 -> with(out, at, (byte) random.nextInt(256));
                        case 1 -> with(out, at, (byte) (out[at] ^ 1 << random.nextInt(8)));
                        case 2 ->
                                join(
                                        Arrays.copyOf(out, at),
                                        Arrays.copyOfRange(out, to, out.length));
                        case 3 ->
                                join(
                                        Arrays.copyOf(out, to),
                                        Arrays.copyOfRange(out, at, out.length));
                        default -> Arrays.copyOf(out, to);
                    };
        }
        return out;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] out = bytes.clone();
        out[at] = value;
        return out;
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /// Keeps what is told of defects and of lost buffers.
    private final class Defects extends Handler {
        @Override
        public void publish(LogRecord record) {
            boolean lost = String.valueOf(record.getMessage()).contains("LEAK");
            boolean expected = String.valueOf(record.getMessage()).startsWith("Echo/");
            if (lost || (record.getLevel().intValue() >= 900 && !expected))
                defects.add(record.getLoggerName() + ": " + record.getMessage() + cause(record));
        }

        private static String cause(LogRecord record) {
            Throwable thrown = record.getThrown();
            return thrown == null
                    ? ""
                    : " " + thrown + " " + Arrays.toString(thrown.getStackTrace());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
