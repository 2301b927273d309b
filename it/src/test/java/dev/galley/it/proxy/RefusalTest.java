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

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

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
<<<<<<< HEAD
=======
    }

    static Stream<Arguments> hosts() {
        Stream<Arguments> bad =
                Stream.of(
                                "",
                                "a b",
                                "a/b",
                                "a@b",
                                "u:p@h",
                                "a?b",
                                "a#b",
                                "a,b",
                                "a\\b",
                                "<a>",
                                "a:b",
                                "a:-1",
                                "a:+80",
                                "a:99999",
                                "a:80:80",
                                "a:80 ",
                                "[::1",
                                "::1",
                                "[zz]",
                                "[]",
                                "[::1]a",
                                "[::1]:x",
                                "a\u00e9",
                                "a\0",
                                "\"a\"",
                                "a;b",
                                "a^b",
                                "a|b",
                                "http://a",
                                ":80",
                                "a\tb")
                        .filter(host -> !host.endsWith(" "))
                        .map(host -> raw("Host: " + shown(host), get("/", "Host: " + host)));
        return Stream.concat(
                bad,
                Stream.of(
                        raw("no Host", "GET / HTTP/1.1\r\nA: b" + END),
                        raw("Host twice", get("/", "Host: h\r\nHost: h")),
                        raw("two Hosts", get("/", "Host: a\r\nHost: b")),
                        raw("Host in two cases", get("/", "Host: a\r\nhost: b")),
                        raw("bad Host in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a b" + END),
                        raw("two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b" + END),
                        raw("absolute form without Host", "GET http://h/ HTTP/1.1" + END)));
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                        "!",
                        "*",
                        "foo",
                        "h:80",
                        "?a",
                        "#",
                        "/#f",
                        "/a#f",
                        "/a?b#f",
                        "/\u00e9",
                        "/a\0",
                        "/a\u007f",
                        "/%",
                        "/%2",
                        "/%zz",
                        "/%0",
                        "/%00",
                        "/a%00b",
                        "/\\",
                        "/a\\b",
                        "/<a>",
                        "/\"",
                        "/^",
                        "/`",
                        "/{a}",
                        "/?<",
                        "/?\"",
                        "/?\u00e9",
                        "/..",
                        "/../a",
                        "/a/../../b",
                        "/%2e%2e/a",
                        "/a\tb",
                        "",
                        "http://",
                        "http:///a",
                        "http:/a",
                        "http:a",
                        "http://a b/",
                        "http://u@h/",
                        "http://u:p@h/",
                        "http://h:x/",
                        "http://[::1/",
                        "http://h#f",
                        "ftp://h/",
                        "file:///etc",
                        "javascript:1",
                        "//",
                        "http//h/",
                        "*a",
                        "**")
                .filter(target -> !target.equals("//"))
                .map(target -> raw("target " + shown(target), get(target, "Host: h")));
    }

    static Stream<Arguments> methods() {
        return Stream.of(
                raw("no method", " / HTTP/1.1\r\nHost: h" + END),
                raw("empty request line with spaces", "  \r\nHost: h" + END),
                raw("method with a space", "GE T / HTTP/1.1\r\nHost: h" + END),
                raw("method and tab", "GET\t/ HTTP/1.1\r\nHost: h" + END),
                raw("method with @", "G@T / HTTP/1.1\r\nHost: h" + END),
                raw("method with (", "(GET) / HTTP/1.1\r\nHost: h" + END),
                raw("method with NUL", "GET\0 / HTTP/1.1\r\nHost: h" + END),
                raw("method with a colon", "GET: / HTTP/1.1\r\nHost: h" + END),
                raw("method in Latin-1", "G\u00c9T / HTTP/1.1\r\nHost: h" + END),
                raw("method alone", "GET\r\n\r\n"),
                argumentSet("endless method", "400|501", "A".repeat(200) + " / HTTP/1.1" + END),
                argumentSet("CONNECT", "405", "CONNECT h:80 HTTP/1.1\r\nHost: h:80" + END),
                argumentSet("CONNECT /", "405", "CONNECT / HTTP/1.1\r\nHost: h:80" + END),
                argumentSet("TRACE", "405", "TRACE / HTTP/1.1\r\nHost: h" + END),
                argumentSet("unknown Expect", "417", get("/", "Host: h\r\nExpect: cookies")));
    }

    static Stream<Arguments> versions() {
        Stream<Arguments> bad =
                Stream.of(
                                "http/1.1",
                                "HTTP/1.10",
                                "HTTP/1",
                                "HTTP/1.",
                                "HTTP/.1",
                                "HTTP/1,1",
                                "HTTP/1.1 ",
                                "HTTP/1.1\t",
                                "HTTP/1.1x",
                                "HTTP /1.1",
                                "HTTP/ 1.1",
                                "HTTPS/1.1",
                                "HTTP/+1.1",
                                "HTTP/01.1",
                                "HTTP/1.1 HTTP/1.1",
                                "HTP/1.1",
                                "HTTP/\u00b9.1",
                                "HTTP",
                                "")
                        .map(v -> raw("version " + shown(v), "GET / " + v + "\r\nHost: h" + END));
        Stream<Arguments> unknown =
                Stream.of("HTTP/1.2", "HTTP/1.9", "HTTP/2.0", "HTTP/3.0", "HTTP/0.9", "HTTP/9.9")
                        .map(v -> argumentSet(v, "505", "GET / " + v + "\r\nHost: h" + END));
        return Stream.concat(
                Stream.concat(bad, unknown), Stream.of(raw("HTTP/0.9", "GET /\r\n\r\n")));
    }

    static Stream<Arguments> protocols() {
        return Stream.of(
                argumentSet("HTTP/2", "505", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                raw("TLS", "\u0016\u0003\u0001\0\u00fa\u0001\0\0\u00f6\u0003\u0003abc"),
                raw("PROXY protocol 1", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + get("/", "Host: h")),
                raw("PROXY protocol 2", "\r\n\r\n\0\r\nQUIT\n!\u0011\0\0" + get("/", "Host: h")),
                raw("SSH", "SSH-2.0-OpenSSH_9.2\r\n"),
                raw("SMTP", "EHLO mail.example.com\r\n"),
                raw("an answer", "HTTP/1.1 200 OK\r\nContent-Length: 0" + END));
    }

    static Stream<Arguments> sizes() {
        String line = "a".repeat(17 * 1024);
        String many = "A: b\r\n".repeat(100);
        String large = ("A: " + "b".repeat(15 * 1024) + "\r\n").repeat(5);
        return Stream.of(
                argumentSet("long target", "414", get("/" + line, "Host: h")),
                argumentSet("endless target", "414", "GET /" + line),
                argumentSet("long query", "414", get("/?" + line, "Host: h")),
                argumentSet("long field", "431", get("/", "Host: h\r\nA: " + line)),
                argumentSet("endless field", "431", "GET / HTTP/1.1\r\nHost: h\r\nA: " + line),
                argumentSet("long name", "431", get("/", "Host: h\r\n" + line + ": a")),
                argumentSet("endless name", "431", "GET / HTTP/1.1\r\n" + line),
                argumentSet("101 fields", "431", get("/", many + "Host: h")),
                argumentSet("long head", "431", get("/", large + "Host: h")),
                argumentSet("long head that goes on", "431", "GET / HTTP/1.1\r\n" + large));
    }

    private static String get(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\n" + fields + END;
    }

    private static String post(String fields) {
        String body = "0" + END;
        return "POST / HTTP/1.1\r\nHost: h\r\n" + fields + END + body;
    }

    private static Arguments with(String field) {
        return raw(field, post(field));
    }

    private static Arguments both(String one, String other) {
        return raw(one + " and " + other, post(one + "\r\n" + other));
    }

    private static Arguments coding(String status, String coding) {
        String bytes = post("Transfer-Encoding: " + coding);
        return argumentSet("coding " + shown(coding), status, bytes);
    }

    private static Arguments raw(String name, String bytes) {
        return argumentSet(shown(name), "400", bytes);
    }

    /// Control characters made visible, since names of tests stand in XML.
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (char c : text.toCharArray())
            shown.append(c < 0x20 || c >= 0x7f ? "\\x%02x".formatted((int) c) : "" + c);
        return List.of("", " ").contains(text) ? "(" + text + ")" : shown.toString();
>>>>>>> web
    }
}
