// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static dev.galley.it.rpc.RawHttp2.DATA;
import static dev.galley.it.rpc.RawHttp2.END_HEADERS;
import static dev.galley.it.rpc.RawHttp2.END_STREAM;
import static dev.galley.it.rpc.RawHttp2.HEADERS;
import static dev.galley.it.rpc.RawHttp2.PING;
import static dev.galley.it.rpc.RawHttp2.SETTINGS;
import static dev.galley.it.rpc.RawHttp2.WINDOW_UPDATE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import dev.galley.rpc.wire.Terms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients of HTTP/2 that keep to its grammar and are a burden all the same.
class FloodTest {
    private static final int ENHANCE_YOUR_CALM = 11;

    private Faces faces;

    @BeforeEach
    void serve() throws IOException {
        faces = Faces.of(new EchoInMemory());
    }

    @AfterEach
    void othersAreServed() throws IOException {
        try (Faces served = faces) {
            served.servesADecentClient();
        }
    }

    /// Messages of at most 1000 bytes, windows of 4096.
    private static Faces narrow(Echo service) throws IOException {
        Duration soon = Duration.ofSeconds(20);
        return new Faces(
                service,
                new Terms("s", null, 1000, 4096, 100, soon, soon, soon, soon, soon, 0),
                1000);
    }

    private static byte[] repeated(byte[] frame, int times) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) all.writeBytes(frame);
        return all.toByteArray();
    }

    /// Sends without end what is answered, and reads no answer: until it is closed.
    private static void isClosedByMany(int port, byte[] frames) throws IOException {
        try (RawHttp2 client = new RawHttp2(port)) {
            Socket socket = client.raw.socket;
            socket.setSoTimeout(100);
            long end = System.nanoTime() + Duration.ofSeconds(50).toNanos();
            boolean open = true;
            while (open && System.nanoTime() < end) {
                try {
                    socket.getOutputStream().write(frames);
                } catch (IOException closed) {
                    open = false;
                }
            }
            assertThat(open).isFalse();
        }
    }

    @Test
    void pingsWhoseAnswersNobodyReadsEndTheConnection() throws Exception {
        isClosedByMany(faces.port(), repeated(RawHttp2.frame(PING, 0, 0, new byte[8]), 1000));
    }

    @Test
    void settingsThatChangeAllTheTimeEndTheConnection() throws Exception {
        byte[] window = {0, 4, 0, 0, 127, 127};
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            client.raw.send(repeated(RawHttp2.frame(SETTINGS, 0, 0, window), 200));
            assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void framesWithoutABodyEndTheConnection() throws Exception {
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            client.send(HEADERS, END_HEADERS, 1, RawHttp2.call("/Echo/sum"));
            client.raw.send(repeated(RawHttp2.frame(DATA, 0, 1), 100));
            assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    /// One field of 4 KiB is put into the table of the decoder, and named by a byte from then on.
    @Test
    void aFewBytesThatStandForManyHeadersAreRefused() throws Exception {
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            var head = new ByteArrayOutputStream();
            head.writeBytes(RawHttp2.call("/Echo/last"));
            head.write(0x40);
            head.write(1);
            head.write('x');
            head.write(0x7f);
            head.write(0x81);
            head.write(0x1e);
            head.writeBytes("y".repeat(4000).getBytes(ISO_8859_1));
            for (int i = 0; i < 10_000; i++) head.write(0x80 | 62);
            client.send(HEADERS, END_HEADERS | END_STREAM, 1, head.toByteArray());
            assertThat(text(client.expect(HEADERS))).doesNotContain("grpc-status");
        }
    }

    @Test
    void aWindowBeyondAllMeasureEndsTheConnection() throws Exception {
        byte[] most = {127, -1, -1, -1};
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            client.send(WINDOW_UPDATE, 0, 0, most);
            assertThat(client.goAway()).isEqualTo(3);
        }
    }

    /// The peer's own table is as large as it says; what is put into it stays there.
    @Test
    void whatCallsDifferInIsNeverRemembered() throws Exception {
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            client.send(SETTINGS, 0, 0, new byte[] {0, 1, 0x7f, 0, 0, 0});
            byte[][] heads = new byte[3][];
            for (int i = 0; i < heads.length; i++) {
                client.send(HEADERS, END_HEADERS, 2 * i + 1, RawHttp2.call("/Echo/last"));
                client.send(DATA, END_STREAM, 2 * i + 1, new byte[] {0, 0, 0, 0, 1, 1});
                heads[i] = client.expect(HEADERS);
            }
            // The same each time: an index would have taken the place of the text.
            assertThat(heads[2].length).isEqualTo(heads[1].length).isGreaterThan(40);
        }
    }

    @Test
    void bytesThatComeOneByOneAreHeldUpByTheWindowToo() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (Faces slow = narrow(Slow.until(goOn));
                RawHttp2 client = new RawHttp2(slow.port())) {
            client.send(HEADERS, END_HEADERS, 1, RawHttp2.call("/Echo/sum"));
            client.raw.send(repeated(RawHttp2.frame(DATA, 0, 1, new byte[1]), 5 * 600));
            client.send(DATA, END_STREAM, 1, new byte[5]);
            goOn.countDown();
            // The number 601, as the first field.
            assertThat(client.expect(DATA)).endsWith(8, (byte) 0xd9, 4);
        }
    }

    /// 100 times 900 bytes; 32 of the longest messages are 32,000.
    @Test
    void aConnectionHoldsSoManyBytesOfBeginningsAndNoMore() throws Exception {
        try (Faces narrow = narrow(new EchoInMemory());
                RawHttp2 client = new RawHttp2(narrow.port())) {
            byte[] part = new byte[900];
            part[3] = 3;
            part[4] = (byte) 0xe8;
            for (int stream = 1; stream < 200; stream += 2) {
                client.send(HEADERS, END_HEADERS, stream, RawHttp2.call("/Echo/last"));
                client.send(DATA, 0, stream, part);
            }
            assertThat(new String(client.expect(HEADERS), ISO_8859_1)).contains("too much");
        }
    }

    @Test
    void nothingIsLeftOfCallsThatHaveEndedInAnyWay() throws Exception {
        try (Faces narrow = narrow(new EchoInMemory());
                RawHttp2 client = new RawHttp2(narrow.port())) {
            byte[] half = new byte[500], whole = new byte[905];
            half[3] = whole[3] = 3;
            half[4] = whole[4] = (byte) 0x84;
            int stream = 1;
            for (int round = 0; round < 100; round++) {
                client.send(HEADERS, END_HEADERS, stream, RawHttp2.call("/Echo/last"));
                client.send(DATA, 0, stream, half);
                client.send(RawHttp2.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
                client.send(HEADERS, END_HEADERS, stream + 2, RawHttp2.call("/Echo/last"));
                client.send(DATA, END_STREAM, stream + 2, whole);
                assertThat(text(client.expect(HEADERS))).doesNotContain("too much");
                stream += 4;
            }
        }
    }

    @Test
    void aMethodThatIsNoneIsAnErrorOfItsStream() throws Exception {
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            byte[] head = RawHttp2.call("/Echo/last");
            head[text(head).indexOf("POST")] = (byte) 0xa3;
            client.send(HEADERS, END_HEADERS, 1, head);
            assertThat(client.reset()).isEqualTo(1);
            client.send(HEADERS, END_HEADERS, 3, RawHttp2.call("/Echo/last"));
            client.send(DATA, END_STREAM, 3, new byte[5]);
            assertThat(client.expect(DATA)).isEqualTo(new byte[5]);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /// The client gives no window for results.
    @Test
    void whoReadsNoResultsHoldsUpTheServiceThatMakesThem() throws Exception {
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            client.send(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
            byte[] many = {0, 0, 0, 0, 5, 16, -128, -128, -128, 4};
            for (int stream = 1; stream < 20; stream += 2) {
                client.send(HEADERS, END_HEADERS, stream, RawHttp2.call("/Echo/count"));
                client.send(DATA, END_STREAM, stream, many);
            }
            for (int i = 0; i < 10; i++) client.expect(HEADERS);
        }
        Soon.until(() -> faces.server.connections() == 0);
    }
}
