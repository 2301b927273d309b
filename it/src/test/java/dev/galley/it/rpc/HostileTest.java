// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static dev.galley.it.rpc.RawHttp2.CONTINUATION;
import static dev.galley.it.rpc.RawHttp2.DATA;
import static dev.galley.it.rpc.RawHttp2.END_HEADERS;
import static dev.galley.it.rpc.RawHttp2.END_STREAM;
import static dev.galley.it.rpc.RawHttp2.HEADERS;
import static dev.galley.it.rpc.RawHttp2.PING;
import static dev.galley.it.rpc.RawHttp2.RST_STREAM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.rpc.wire.Terms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that don't keep to HTTP: they are told so or closed, and others don't notice.
class HostileTest {
    private static final int FLOW_CONTROL_ERROR = 3;

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

    /// The response to these bytes.
    private String response(String bytes) throws IOException {
        try (RawClient raw = new RawClient(faces.port())) {
            raw.send(bytes);
            return raw.response();
        }
    }

    /// A server that soon asks for a sign of life.
    private static Faces impatient() throws IOException {
        Duration soon = Duration.ofMillis(200);
        return new Faces(new EchoInMemory(), Terms.of("s").withKeepAlive(soon, soon), 1000);
    }

    /// All that the server says to these bytes until it closes.
    private String answer(String bytes) throws IOException {
        try (RawClient raw = new RawClient(faces.port())) {
            raw.send(bytes);
            return raw.all();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\0\0\0\0",
                "get / HTTP/1.1\r\n\r\n",
                "AVERYLONGMETHODTHATISNONE / HTTP/1.1\r\n\r\n",
                "PRI * HTTP/2.1\r\n\r\nSM\r\n\r\n"
            })
    void whatIsNoFaceIsClosedWithoutAWord(String bytes) throws IOException {
        assertThat(answer(bytes)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /Echo/last HTTP/1.1\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 2\r\n\r\n{}",
                "POST /Echo/last HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 2\r\n\r\n{}",
                "POST /Echo/last HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /Echo/last HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
                        + "Content-Length: 3\r\n\r\n{}}",
                "POST /Echo/last HTTP/1.1\nHost: a\n\n",
                "POST /Echo/last HTTP/1.1\r\nHost : a\r\n\r\n",
                "POST /Echo/last HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
                "POST /Echo/last HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"
            })
    void whatTwoReadersCouldReadDifferentlyIsRefused(String bytes) throws IOException {
        assertThat(response(bytes)).startsWith("400 ");
    }

    @Test
    void aHeadThatIsTooLongIsRefused() throws IOException {
        String field = "X: " + "x".repeat(1000) + "\r\n";
        assertThat(response("POST / HTTP/1.1\r\n" + field.repeat(30) + "\r\n")).startsWith("431 ");
        assertThat(response("POST /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n")).startsWith("414 ");
    }

    @Test
    void aBodyThatStopsIsGivenUp() throws IOException {
        String half = RawClient.post("/Echo/last", "{\"name\":\"ann\"}").replaceAll(".{5}$", "");
        try (Faces impatient = impatient();
                RawClient raw = new RawClient(impatient.port())) {
            raw.send(half);
            assertThat(raw.response()).startsWith("408 ").contains("did not come in time");
        }
    }

    @Test
    void aPrefaceThatStopsIsClosed() throws IOException {
        Terms hasty =
                new Terms(
                        "s",
                        null,
                        1000,
                        1000,
                        10,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        0);
        try (Faces strict = new Faces(new EchoInMemory(), hasty, 10);
                RawClient raw = new RawClient(strict.port())) {
            raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(raw.all()).isNotNull();
        }
    }

    @Test
    void garbageAfterThePrefaceIsClosed() throws IOException {
        byte[] garbage = new byte[10_000];
        for (int seed = 0; seed < 20; seed++) {
            new Random(seed).nextBytes(garbage);
            answer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + new String(garbage, ISO_8859_1));
        }
        assertThat(answer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET / HTTP/1.1\r\n\r\n")).isNotNull();
    }

    @Test
    void streamsThatAreOpenedAndResetInMassesEndTheConnection() throws IOException {
        byte[] head = RawHttp2.call("/Echo/count");
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            for (int stream = 1; stream < 5001; stream += 2) {
                var both = new ByteArrayOutputStream();
                both.writeBytes(RawHttp2.frame(HEADERS, END_HEADERS, stream, head));
                both.writeBytes(RawHttp2.frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
                client.raw.send(both.toByteArray());
            }
            assertThat(client.raw.all()).isNotNull();
        }
    }

    @Test
    void headersWithoutAnEndEndTheConnection() throws IOException {
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            client.send(HEADERS, 0, 1, RawHttp2.call("/Echo/last"));
            var field = new ByteArrayOutputStream();
            RawHttp2.field(field, "x", "x".repeat(100));
            for (int i = 0; i < 10_000; i++) client.send(CONTINUATION, 0, 1, field.toByteArray());
            assertThat(client.raw.all()).isNotNull();
        }
    }

    /// A message without a byte is the number 0: 3276 of them in a frame.
    @Test
    void whoSendsMoreThanThereIsRoomForIsClosed() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (Faces slow = Faces.of(Slow.until(goOn));
                RawHttp2 client = new RawHttp2(slow.port())) {
            client.send(HEADERS, END_HEADERS, 1, RawHttp2.call("/Echo/sum"));
            for (int i = 0; i < 40; i++) client.send(DATA, 0, 1, new byte[16_380]);
            assertThat(client.reset()).isEqualTo(FLOW_CONTROL_ERROR);
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void aMessageThatIsCutShortIsRefused() throws IOException {
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            client.send(HEADERS, END_HEADERS, 1, RawHttp2.call("/Echo/last"));
            client.send(DATA, END_STREAM, 1, new byte[] {0, 0, 0, 0, 9, 1});
            assertThat(new String(client.expect(HEADERS), ISO_8859_1)).contains("grpc-status");
        }
    }

    @Test
    void whoGivesNoSignOfLifeIsClosed() throws IOException {
        try (Faces impatient = impatient();
                RawHttp2 client = new RawHttp2(impatient.port())) {
            client.expect(PING);
            assertThat(client.raw.all()).isNotNull();
        }
    }
}
