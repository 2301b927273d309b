// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.galley.it.net.Soon;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Chunked bodies in both directions (RFC 9112 section 7.1).
class ChunkTest {
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    @AutoClose final Backend backend = Backend.replying(request -> Backend.ok(request.text()));
    @AutoClose final Proxied proxy = Proxied.before(backend);

    @ParameterizedTest
    @MethodSource({"ends", "sizes", "extensions", "trailers"})
    void brokenFramingIsRefusedAndNeverCompletesARequest(String body) {
        try (RawClient client = proxy.client()) {
            client.send(POST + body);
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
        }
        Soon.until(() -> backend.open() == 0);
        assertThat(backend.requests()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource({"ends", "sizes", "extensions", "trailers"})
    void brokenFramingIsRefusedInHoweverManyPiecesItComes(String body) {
        try (RawClient client = proxy.client()) {
            client.send(POST);
            Soon.until(() -> backend.heads() == 1);
            for (int i = 0; i < Math.min(body.length(), 30); i++) sendOrStop(client, body, i);
            if (body.length() > 30) client.send(body.substring(30));
            assertThat(client.answer().status()).isEqualTo(400);
        }
        assertThat(backend.requests()).isEmpty();
    }

    private static void sendOrStop(RawClient client, String body, int i) {
        try {
            client.send(body.substring(i, i + 1));
        } catch (java.io.UncheckedIOException refusedAlready) {
            assertThat(i).isPositive();
        }
    }

    static Stream<Arguments> ends() {
        return bad(
                "5\nhello\r\n0\r\n\r\n",
                "5\rhello\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello\r0\r\n\r\n",
                "5\r\nhelloX\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhello\r\n0\n\r\n",
                "5\r\nhello\r\n0\r\n\n",
                "5\r\nhello\r\n0\r\r\n\r\n",
                "5\r\nhello\r\r\n0\r\n\r\n",
                "5\r\r\nhello\r\n0\r\n\r\n",
                "5\n\rhello\r\n0\r\n\r\n",
                "4\r\nhello\r\n0\r\n\r\n",
                "6\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n\r\n0\r\n\r\n");
    }

    static Stream<Arguments> sizes() {
        return bad(
                "\r\n",
                "\r\nhello",
                "x\r\nhello",
                "g\r\n",
                "0x5\r\nhello",
                "0X5\r\nhello",
                "+5\r\nhello",
                "-5\r\nhello",
                "-0\r\n\r\n",
                "5 \r\nhello",
                " 5\r\nhello",
                "5\t\r\n",
                "\t5\r\nhello",
                "5h\r\nhello",
                "5.0\r\nhello",
                "5_\r\n",
                "5,\r\n",
                "5 5\r\n",
                "\u000b5\r\n",
                "5\0\r\nhello",
                "\0005\r\n",
                "\u00b2\r\n",
                "FFFFFFFFFFFFFFFFF\r\n",
                "10000000000000005\r\nhello",
                "fffffffffffffffff\r\n",
                "8000000000000000\r\n",
                "-1\r\n",
                "0000000000000000000005\r\nhello",
                "\"5\"\r\nhello",
                "0_5\r\nhello");
    }

    static Stream<Arguments> extensions() {
        return bad(
                "5;a=\"b\"\r\nhello",
                "5;a=\"b\r\nhello",
                "5;a=\"\r\n\"\r\nhello",
                "5;\n\r\nhello",
                "5;a\nhello\r\n",
                "5;a\rb\r\nhello",
                "5;\0\r\nhello",
                "5;a=b\u0001\r\n",
                "5; a=b\r\n",
                "5 ;a=b\r\n",
                "5;a =b\r\n",
                "5;a=b \r\n",
                ";a=b\r\n",
                "5;\u007f\r\n",
                "5;a=\u00e9\r\n",
                "5;" + "a".repeat(5000) + "\r\nhello",
                "0;\"\r\n\r\n");
    }

    static Stream<Arguments> trailers() {
        return bad(
                "0\r\nContent-Length: 5\r\n\r\n",
                "0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "0\r\nHost: evil\r\n\r\n",
                "0\r\nConnection: close\r\n\r\n",
                "0\r\nA : b\r\n\r\n",
                "0\r\nA\r\n\r\n",
                "0\r\n: b\r\n\r\n",
                "0\r\n A: b\r\n\r\n",
                "0\r\nA: b\r\n c\r\n\r\n",
                "0\r\nA: b\nB: c\r\n\r\n",
                "0\r\nA: b\rB: c\r\n\r\n",
                "0\r\nA: \0\r\n\r\n",
                "0\r\nA: \u007f\r\n\r\n",
                "0\r\nA b: c\r\n\r\n",
                "0\r\n\rX",
                "0\r\nA: b\r\n\n",
                "0\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
                "0\r\nA: " + "b".repeat(20_000) + "\r\n\r\n");
    }

    private static Stream<Arguments> bad(String... bodies) {
        return Stream.of(bodies)
                .map(body ->
                        argumentSet(
                                Heads.shown(body.substring(0, Math.min(body.length(), 40))), body));
    }

    @Test
    void chunksPassThroughWithTheirContent() {
        try (RawClient client = proxy.client()) {
            client.send(
                    POST + "5\r\nhello\r\n1;a=b;c\r\n,\r\nA\r\n wide worl\r\n1\r\nd\r\n0\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("hello, wide world");
        }
        assertThat(backend.request().field("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(backend.request().has("Content-Length")).isFalse();
    }

    @Test
    void theNameOfTheCodingIsReadInAnyCase() {
        try (RawClient client = proxy.client()) {
            client.send(POST.replace("chunked", "Chunked") + "2\r\nab\r\n0\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("ab");
        }
        assertThat(backend.request().field("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void chunksMayComeByteByByte() {
        try (RawClient client = proxy.client()) {
            String bytes = POST + "a\r\n0123456789\r\n0003\r\nabc\r\n0\r\nA: b\r\n\r\n";
            for (int i = 0; i < bytes.length(); i++) client.send(bytes.substring(i, i + 1));
            assertThat(client.answer().text()).isEqualTo("0123456789abc");
        }
    }

    @Test
    void trailersReachTheBackend() {
        try (RawClient client = proxy.client()) {
            client.send(POST + "2\r\nab\r\n0\r\nDigest: x\r\nOther: y\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("ab");
        }
        assertThat(backend.request().trailers())
                .extracting(Message.Field::toString)
                .containsExactly("Digest: x", "Other: y");
    }

    @Test
    void aRequestMayFollowAChunkedOneInTheSamePacket() {
        try (RawClient client = proxy.client()) {
            client.send(POST + "1\r\na\r\n0\r\n\r\n" + POST + "1\r\nb\r\n0\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("a");
            assertThat(client.answer().text()).isEqualTo("b");
        }
    }

    @Test
    void aChunkedAnswerPassesThroughWithItsTrailers() {
        String answer =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nA: b\r\n\r\n";
        try (Backend chunky = Backend.replying(request -> answer);
                Proxied before = Proxied.before(chunky);
                RawClient client = before.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                Message got = client.answer();
                assertThat(got.text()).isEqualTo("abcde");
                assertThat(got.trailers()).containsExactly(new Message.Field("A", "b"));
            }
            assertThat(chunky.connections()).isEqualTo(1);
        }
    }

    @Test
    void aClientOfHttp10GetsTheContentOfAChunkedAnswer() {
        String answer =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\n2\r\nde\r\n0\r\nA: b\r\n\r\n";
        try (Backend chunky = Backend.replying(request -> answer);
                Proxied before = Proxied.before(chunky);
                RawClient client = before.client()) {
            Message got = client.send("GET / HTTP/1.0\r\n\r\n").answer();
            assertThat(got.text()).isEqualTo("abcde");
            assertThat(got.has("Transfer-Encoding")).isFalse();
        }
    }

    @Test
    void manyChunksOfEverySizeArriveWhole() {
        String content =
                IntStream.range(1, 400).mapToObj("x"::repeat).collect(Collectors.joining());
        String chunks =
                IntStream.range(1, 400)
                        .mapToObj(n -> Integer.toHexString(n) + "\r\n" + "x".repeat(n) + "\r\n")
                        .collect(Collectors.joining("", "", "0\r\n\r\n"));
        try (RawClient client = proxy.client()) {
            assertThat(client.send(POST + chunks).answer().text()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void aBrokenChunkOfABackendThatComesWithTheHeadMakesItA502(String body) {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (Backend broken = Backend.replying(request -> head + body);
                Proxied before = Proxied.with("retry: {attempts: 0}", "", broken)) {
            assertThat(before.get("/").status()).isEqualTo(502);
            Soon.until(() -> broken.open() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void aBrokenChunkOfABackendCutsAnAnswerThatIsUnderWay(String body) {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        CountDownLatch begun = new CountDownLatch(1);
        Backend.Script script =
                talk -> {
                    talk.request();
                    talk.send(head);
                    Soon.until(() -> begun.getCount() == 0);
                    talk.send(body);
                };
        try (Backend broken = Backend.scripted(script);
                Proxied before = Proxied.before(broken);
                RawClient client = before.client()) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").head().status())
                    .isEqualTo(200);
            begun.countDown();
            assertThat(client.rest()).doesNotContain("0\r\n\r\n");
            Soon.until(() -> broken.open() == 0);
        }
    }

    static List<String> badAnswers() {
        return List.of(
                "2\nab\r\n0\r\n\r\n",
                "2\r\nabX\r\n0\r\n\r\n",
                "x\r\n0\r\n\r\n",
                "2\r\nab\r\n-1\r\n0\r\n\r\n",
                "2\r\nab\r\n0x1\r\na\r\n0\r\n\r\n");
    }
}
