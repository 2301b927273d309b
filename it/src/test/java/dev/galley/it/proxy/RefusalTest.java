// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static dev.galley.it.proxy.Heads.END;
import static dev.galley.it.proxy.Heads.both;
import static dev.galley.it.proxy.Heads.coding;
import static dev.galley.it.proxy.Heads.post;
import static dev.galley.it.proxy.Heads.raw;
import static dev.galley.it.proxy.Heads.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Heads whose framing is in doubt are refused: answered with a status that says why, the
/// connection closed, and not a byte of them passed on (RFC 9112).
class RefusalTest {
    @AutoClose final Backend backend = Backend.saying("from the backend");
    @AutoClose final Proxied proxy = Proxied.before(backend);

    @ParameterizedTest
    @MethodSource({"lengths", "codings", "lines", "fields", "folds"})
    void aHeadWhoseFramingIsInDoubtIsRefused(String status, String bytes) {
        refuses(status, bytes);
    }

    private void refuses(String status, String bytes) {
        try (RawClient client = proxy.client()) {
            Message answer = client.send(bytes).answer();
            assertThat(Integer.toString(answer.status())).matches(status);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(backend.bytes()).isZero();
    }

    @Test
    void whatFollowsARefusedRequestIsNotRead() {
        try (RawClient client = proxy.client()) {
            String smuggled = "GET /smuggled HTTP/1.1\r\nHost: h" + END;
            client.send(
                    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n"
                            + "Transfer-Encoding: chunked"
                            + END
                            + "0"
                            + END
                            + smuggled);
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
        }
        assertThat(backend.bytes()).isZero();
    }

    @Test
    void goodRequestsBeforeARefusedOneAreAnswered() {
        try (RawClient client = proxy.client()) {
            client.send("GET /good HTTP/1.1\r\nHost: h" + END + "GET /bad HTTP/1.1\nHost: h" + END);
            assertThat(client.answer().text()).isEqualTo("from the backend");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
        }
        assertThat(backend.request().target()).isEqualTo("/good");
    }

    @Test
    void aRefusalComesOnlyOnceWhateverElseIsSent() {
        try (RawClient client = proxy.client()) {
            client.send("BAD\r\n\r\nBAD\r\n\r\nGET / HTTP/1.1\r\nHost: h" + END);
            assertThat(client.rest()).containsOnlyOnce("HTTP/1.1 ");
        }
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                both("Content-Length: 5", "Transfer-Encoding: chunked"),
                both("Transfer-Encoding: chunked", "Content-Length: 5"),
                both("Transfer-Encoding: chunked", "Content-Length: 0"),
                argumentSet(
                        "identity and a length",
                        "400|501",
                        post("Transfer-Encoding: identity\r\nContent-Length: 5")),
                both("Content-Length: 5", "Content-Length: 6"),
                both("Content-Length: 5", "Content-Length: 5"),
                both("Content-Length: 0", "Content-Length: 5"),
                with("Content-Length: 5, 5"),
                with("Content-Length: 5, 6"),
                with("Content-Length: 5,"),
                with("Content-Length: ,5"),
                with("Content-Length: +5"),
                with("Content-Length: -5"),
                with("Content-Length: 0x5"),
                with("Content-Length: 5h"),
                with("Content-Length: 5;"),
                with("Content-Length: 5.0"),
                with("Content-Length: 1e3"),
                with("Content-Length: 1_000"),
                with("Content-Length: 5 5"),
                with("Content-Length: \"5\""),
                with("Content-Length:"),
                with("Content-Length: "),
                with("Content-Length: \u00b2"),
                with("Content-Length: \u000b5"),
                with("Content-Length: 5\u000b"),
                with("Content-Length: 5\0"),
                with("Content-Length: 9999999999999999999"),
                with("Content-Length: 18446744073709551621"),
                with("Content-Length: 99999999999999999999999999999999999999"),
                with("Content-Length : 5"),
                with("Content-Length\t: 5"),
                with("Content-Length\u000b: 5"));
    }

    static Stream<Arguments> codings() {
        return Stream.of(
                coding("400", ",chunked"),
                coding("400", ", chunked"),
                coding("400|501", "chunked,"),
                coding("400", "chunked, identity"),
                coding("400", "chunked,gzip"),
                coding("400|501", "chunked, chunked"),
                coding("400|501", "gzip, chunked"),
                coding("501", "xchunked"),
                coding("501", "chunkedx"),
                coding("501", "identity"),
                coding("501", "gzip"),
                coding("501", "cow"),
                coding("400", ""),
                coding("400", "\"chunked\""),
                coding("501", "'chunked'"),
                coding("400", "chunked;q=1"),
                coding("400", "chunked chunked"),
                coding("400", "chun ked"),
                coding("400", "\u000bchunked"),
                coding("400", "chunked\u000b"),
                coding("400", "\u000cchunked"),
                coding("400", "chunked\0"),
                coding("400", "chunked\u007f"),
                coding("400", "chunked\u00a0"),
                both("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
                both("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
                argumentSet(
                        "two codings",
                        "400|501",
                        post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked")),
                with("Transfer-Encoding : chunked"),
                with("Transfer-Encoding\t: chunked"),
                with(" Transfer-Encoding: chunked"),
                with("Transfer-Encoding:\r\n chunked"),
                argumentSet(
                        "in HTTP/1.0",
                        "400",
                        "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked"
                                + END
                                + "0"
                                + END));
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                raw("LF alone throughout", "GET / HTTP/1.1\nHost: h\n\n"),
                raw("LF after the request line", "GET / HTTP/1.1\nHost: h\r\n\r\n"),
                raw("LF after a field", "GET / HTTP/1.1\r\nHost: h\nA: b\r\n\r\n"),
                raw("LF after the last field", "GET / HTTP/1.1\r\nHost: h\n\r\n"),
                raw("LF for the empty line", "GET / HTTP/1.1\r\nHost: h\r\n\n"),
                raw("CR alone after the request line", "GET / HTTP/1.1\rHost: h\r\n\r\n"),
                raw("CR alone after a field", "GET / HTTP/1.1\r\nHost: h\rA: b\r\n\r\n"),
                raw("CR twice", "GET / HTTP/1.1\r\nHost: h\r\r\n\r\n"),
                raw("CR twice after the request line", "GET / HTTP/1.1\r\r\nHost: h\r\n\r\n"),
                raw("CR in the empty line", "GET / HTTP/1.1\r\nHost: h\r\n\rX\n"),
                raw("LF before the request", "\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"),
                raw("CR before the request", "\rGET / HTTP/1.1\r\nHost: h\r\n\r\n"),
                raw("space before the request", " GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
                raw("LF CR", "GET / HTTP/1.1\n\rHost: h\n\r\n\r"));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                with("A : b"),
                with("A\t: b"),
                with(": b"),
                with("A"),
                with("A b: c"),
                with("A\0: b"),
                with("\0A: b"),
                with("A: b\0c"),
                with("A: b\rc"),
                with("A: \u0001"),
                with("A: \u0008b"),
                with("A: \u000b"),
                with("A: \u000cb"),
                with("A: \u001bb"),
                with("A: \u007f"),
                with("A(b): c"),
                with("A@b: c"),
                with("A/b: c"),
                with("A[0]: c"),
                with("{A}: c"),
                with("\"A\": c"),
                with("A;b: c"),
                with("A,b: c"),
                with("A=b: c"),
                with("\u00e9: c"),
                with("A\u00a0: c"),
                with("GET /smuggled HTTP/1.1"),
                with("Connection: a b"),
                with("Connection: \"close\""));
    }

    static Stream<Arguments> folds() {
        return Stream.of(
                with("A: b\r\n c"),
                with("A: b\r\n\tc"),
                with("A: b\r\n : c"),
                with("A:\r\n b"),
                with(" A: b"),
                with("\tA: b"),
                raw("first line folded", "GET / HTTP/1.1\r\n Host: h\r\n\r\n"),
                raw("Host folded", "GET / HTTP/1.1\r\nHost:\r\n h\r\n\r\n"),
                raw(
                        "length folded",
                        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n 5\r\n\r\n"));
    }
}
