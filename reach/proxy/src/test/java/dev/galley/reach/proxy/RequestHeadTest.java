// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.Limits;
import dev.galley.config.Size;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private static String target(String requestTarget) {
        return Parsed.request("GET " + requestTarget + " HTTP/1.1\r\nHost: a\r\n\r\n").target();
    }

    @Test
    void everyPrefixOfAHeadAsksForMore() {
        String whole = "POST /a?b=c HTTP/1.1\r\nHost: a.b:80\r\nContent-Length: 5\r\n\r\n";
        for (int i = 0; i < whole.length(); i++)
            assertThat(Parsed.parse(new RequestHead(), whole.substring(0, i)))
                    .as("the first %d bytes", i)
                    .isEqualTo(Head.MORE);
        assertThat(Parsed.parse(new RequestHead(), whole + "hello")).isEqualTo(whole.length());
    }

    @Test
    void theNextHeadForgetsTheLast() {
        RequestHead head = Parsed.request("POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\n");
        int length = Parsed.parse(head, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(length).isPositive();
        assertThat(head.contentLength).isEqualTo(-1);
        assertThat(head.close).isFalse();
        assertThat(head.hasBody()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/a/b/.., /a/",
        "/a/%2e%2E/b, /b",
        "/%41%7e, /A~",
        "/%2f%2F, /%2F%2F",
        "/a//b, /a//b",
        "/a..b/.c, /a..b/.c",
        "/a?b/../c, /a?b/../c",
        "http://x/y/../z?q, /z?q",
        "http://x?q, /?q",
        "/a|b^c`{d}[e]?f=|^`{}[]\\\"', /a|b^c`{d}[e]?f=|^`{}[]\\\"'",
    })
    void aPathIsNormalisedOnce(String sent, String passedOn) {
        assertThat(target(sent)).isEqualTo(passedOn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../a", "/%", "/%4", "/%zz", "/%00", "/a\\b", "/<", "/\"", "/?<", "/a#b", "/?a#b",
                "!", "*", "a"
            })
    void aBadTargetIsRefused(String sent) {
        String text = "GET " + sent + " HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(Parsed.parse(new RequestHead(), text)).isEqualTo(-400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b-c_d~", "1.2.3.4:65535", "[::1]", "[fe80::1]:8080"})
    void aGoodHostIsTaken(String host) {
        RequestHead head = Parsed.request("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(head.text(head.hostFrom, head.authorityTo)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a/b", "u@a", "[::1", "[]", "a:", "a:65536", "a:1x", "a,b", "ä"})
    void aBadHostIsRefused(String host) {
        String text = "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        assertThat(Parsed.parse(new RequestHead(), text)).isEqualTo(-400);
    }

    @Test
    void theAuthorityOfTheTargetGoesBeforeTheHostField() {
        RequestHead head = Parsed.request("GET http://real:8/ HTTP/1.1\r\nHost: other\r\n\r\n");
        assertThat(head.text(head.hostFrom, head.authorityTo)).isEqualTo("real:8");
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1', 'a', -400",
        "'HTTP/1.1', 'Transfer-Encoding: chunked\r\nContent-Length: 1', -400",
        "'HTTP/1.1', 'Content-Length: 1\r\nContent-Length: 2', -400",
        "'HTTP/1.1', 'Content-Length: +5', -400",
        "'HTTP/1.1', 'Content-Length: 9999999999999999999', -400",
        "'HTTP/1.1', 'Transfer-Encoding: gzip', -501",
        "'HTTP/1.1', 'Transfer-Encoding: ,chunked', -400",
        "'HTTP/1.0', 'Transfer-Encoding: chunked', -400",
        "'HTTP/1.1', 'X : 1', -400",
        "'HTTP/1.1', ' X: 1', -400",
        "'HTTP/1.1', 'X: 1\r\n folded', -400",
        "'HTTP/1.1', 'X: a\rb', -400",
        "'HTTP/1.1', 'X: a\nY: b', -400",
        "'HTTP/1.1', 'Host: b', -400",
        "'HTTP/1.1', 'Expect: magic', -417",
        "'HTTP/1.2', 'X: 1', -505",
        "'HTTP/2.0', 'X: 1', -505",
        "'http/1.1', 'X: 1', -400",
    })
    void whatCanBeReadInTwoWaysIsRefused(String version, String field, int result) {
        String text = "GET / " + version + "\r\nHost: a\r\n" + field + "\r\n\r\n";
        assertThat(Parsed.parse(new RequestHead(), text)).isEqualTo(result);
    }

    @Test
    void limitsHaveStatusesOfTheirOwn() {
        String long600 = "x".repeat(600);
        assertThat(Parsed.parse(new RequestHead(), "GET /" + long600)).isEqualTo(-414);
        assertThat(Parsed.parse(new RequestHead(), "GET / HTTP/1.1\r\nX: " + long600))
                .isEqualTo(-431);
        assertThat(Parsed.parse(new RequestHead(), "GET / HTTP/1.1\r\n" + "X: 1\r\n".repeat(11)))
                .isEqualTo(-431);
        String fields = ("X: " + "y".repeat(400) + "\r\n").repeat(6);
        assertThat(Parsed.parse(new RequestHead(), "GET / HTTP/1.1\r\n" + fields)).isEqualTo(-431);
    }

    @Test
    void asManyLinesAsCanBeConfiguredAreTaken() {
        Size size = new Size(1 << 20);
        Limits most = new Limits(size, size, Limits.MOST_HEADERS, null, 1, 1, size, Duration.ZERO);
        String start = "GET / HTTP/1.1\r\nHost: a\r\n", line = "X: 1\r\n";
        String full = start + line.repeat(Limits.MOST_HEADERS - 1);
        assertThat(new RequestHead().parse(Parsed.bytes(full + "\r\n"), most)).isPositive();
        assertThat(new RequestHead().parse(Parsed.bytes(full + line + "\r\n"), most))
                .isEqualTo(-431);
    }

    @Test
    void connectionEndsWhatItNamesButNotTheFraming() {
        String fields =
                "Connection: x-secret, content-length, Close\r\nX-Secret: 1\r\nX-Public: 2\r\n";
        String start = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n";
        RequestHead head = Parsed.request(start + fields + "\r\n");
        assertThat(head.nominated(head.find("x-secret".getBytes(StandardCharsets.US_ASCII))))
                .isTrue();
        assertThat(head.nominated(head.find("x-public".getBytes(StandardCharsets.US_ASCII))))
                .isFalse();
        assertThat(head.nominated(head.find(Field.CONTENT_LENGTH))).isFalse();
        assertThat(head.close).isTrue();
    }
}
