// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static dev.galley.it.proxy.Heads.END;
import static dev.galley.it.proxy.Heads.get;
import static dev.galley.it.proxy.Heads.raw;
import static dev.galley.it.proxy.Heads.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that are not well addressed or too large are refused: answered with a status that says
/// why, the connection closed, and not a byte of them passed on (RFC 9110, RFC 9112, RFC 3986).
class AddressRefusalTest {
    @AutoClose final Backend backend = Backend.saying("from the backend");
    @AutoClose final Proxied proxy = Proxied.before(backend);

    @ParameterizedTest
    @MethodSource({"hosts", "targets", "methods", "versions", "protocols"})
    void aRequestThatIsNotWellAddressedIsRefused(String status, String bytes) {
        refuses(status, bytes);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void aHeadOverALimitIsRefused(String status, String bytes) {
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
                        "/?<",
                        "/?>",
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
        String endless = "a".repeat(70 * 1024);
        String many = "A: b\r\n".repeat(100);
        String large = ("A: " + "b".repeat(15 * 1024) + "\r\n").repeat(5);
        return Stream.of(
                argumentSet("long target", "414", get("/" + line, "Host: h")),
                argumentSet("endless target", "414", "GET /" + endless),
                argumentSet("long query", "414", get("/?" + line, "Host: h")),
                argumentSet("long field", "431", get("/", "Host: h\r\nA: " + line)),
                argumentSet("endless field", "431", "GET / HTTP/1.1\r\nHost: h\r\nA: " + endless),
                argumentSet("long name", "431", get("/", "Host: h\r\n" + line + ": a")),
                argumentSet("endless name", "431", "GET / HTTP/1.1\r\n" + endless),
                argumentSet("101 fields", "431", get("/", many + "Host: h")),
                argumentSet("long head", "431", get("/", large + "Host: h")),
                argumentSet("long head that goes on", "431", "GET / HTTP/1.1\r\n" + large));
    }
}
