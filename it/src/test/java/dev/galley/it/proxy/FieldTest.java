// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Header fields that end at the proxy, and those that it sets itself (RFC 9110 section 7.6).
class FieldTest {
    @AutoClose final Backend backend = Backend.saying("a");
    @AutoClose final Proxied proxy = Proxied.before(backend);

    private Message passedOn(Proxied through, String fields) {
        through.ask("GET / HTTP/1.1\r\nHost: shop:80\r\n" + fields + "\r\n");
        return backend.request();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive", "Keep-Alive: timeout=5", "Proxy-Connection: keep-alive",
                "TE: trailers", "Upgrade: h2c", "Proxy-Authorization: Basic x"
            })
    void whatConcernsTheConnectionEndsHere(String field) {
        String name = field.substring(0, field.indexOf(':'));
        Message got = passedOn(proxy, field + "\r\nOther: stays\r\n");
        if (!name.equals("Proxy-Authorization")) assertThat(got.has(name)).isFalse();
        assertThat(got.field("Other")).isEqualTo("stays");
    }

    @Test
    void whatTheConnectionFieldNamesEndsHere() {
        Message got =
                passedOn(
                        proxy,
                        "Connection: X-One, x-two ,, X-THREE\r\n"
                                + "X-One: 1\r\n"
                                + "X-Two: 2\r\n"
                                + "X-Three: 3\r\n"
                                + "X-Four: 4\r\n"
                                + "X-One: 5\r\n"
                                + "Connection: X-Five\r\n"
                                + "X-Five: 5\r\n");
        assertThat(got.has("X-One") || got.has("X-Two") || got.has("X-Three")).isFalse();
        assertThat(got.has("X-Five")).isFalse();
        assertThat(got.field("X-Four")).isEqualTo("4");
    }

    @Test
    void nobodyCanHaveTheProxysOwnFieldsTakenOff() {
        Message got =
                passedOn(proxy, "Connection: X-Forwarded-For, X-Forwarded-Proto, Host, Via\r\n");
        assertThat(got.field("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(got.field("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(got.field("Host")).isEqualTo("shop:80");
        assertThat(got.has("Via")).isTrue();
    }

    @Test
    void nobodyCanHaveTheLengthTakenOff() {
        proxy.ask(
                "POST / HTTP/1.1\r\nHost: h\r\nConnection: Content-Length\r\n"
                        + "Content-Length: 2\r\n\r\nab");
        assertThat(backend.request().text()).isEqualTo("ab");
    }

    @Test
    void theProxySaysForWhomAndHowItAsks() {
        Message got = passedOn(proxy, "Via: 1.1 other\r\n");
        assertThat(got.all("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(got.all("X-Forwarded-Proto")).containsExactly("http");
        assertThat(got.all("X-Forwarded-Host")).containsExactly("shop:80");
        assertThat(got.all("Via")).containsExactly("1.1 other", "1.1 galley");
    }

    @Test
    void whatAStrangerSaysOfThoseBeforeItIsNotBelieved() {
        Message got =
                passedOn(
                        proxy,
                        "X-Forwarded-For: 6.6.6.6\r\nx-forwarded-for: 7.7.7.7\r\n"
                                + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n"
                                + "Forwarded: for=6.6.6.6\r\n");
        assertThat(got.all("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(got.all("X-Forwarded-Proto")).containsExactly("http");
        assertThat(got.all("X-Forwarded-Host")).containsExactly("shop:80");
        assertThat(got.field("Forwarded")).doesNotContain("6.6.6.6");
    }

    @Test
    void whatATrustedOneSaysIsKeptAndAddedTo() {
        try (Proxied trusting = Proxied.with("", "trusted: [127.0.0.0/8]", backend)) {
            Message got =
                    passedOn(
                            trusting,
                            "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 5.6.7.8\r\n"
                                    + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: outside\r\n");
            assertThat(got.field("X-Forwarded-For")).isEqualTo("1.2.3.4, 5.6.7.8, 127.0.0.1");
            assertThat(got.all("X-Forwarded-Proto")).containsExactly("https");
            assertThat(got.all("X-Forwarded-Host")).containsExactly("outside");
        }
    }

    @Test
    void theStandardsOwnFieldIsWrittenWhereAskedFor() {
        try (Proxied both = Proxied.with("", "forwarded: both", backend)) {
            Message got = passedOn(both, "Forwarded: for=6.6.6.6\r\n");
            assertThat(got.all("Forwarded"))
                    .containsExactly("for=127.0.0.1;host=\"shop:80\";proto=http");
            assertThat(got.has("X-Forwarded-For")).isTrue();
        }
    }

    @Test
    void whatConcernsTheBackendsConnectionEndsHere() {
        String head =
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive, X-Own\r\n"
                        + "Keep-Alive: timeout=5\r\nX-Own: x\r\nX-Other: y\r\n\r\na";
        try (Backend chatty = Backend.replying(request -> head);
                Proxied before = Proxied.before(chatty)) {
            Message answer = before.get("/");
            assertThat(answer.has("Keep-Alive") || answer.has("X-Own")).isFalse();
            assertThat(answer.has("Connection")).isFalse();
            assertThat(answer.field("X-Other")).isEqualTo("y");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711 80\r\n",
                "\r\n\r\n"
                        + "\0\r\n"
                        + "QUIT\n"
                        + "\041\021\0\014\300\0\002\007\306\063\144\001"
                        + "\022\147\0P",
                "\r\n\r\n"
                        + "\0\r\n"
                        + "QUIT\n"
                        + "\041\021\0\020\300\0\002\007\306\063\144\001"
                        + "\022\147\0P\004\0\001x"
            })
    void theProxyProtocolSaysWhoTheClientIs(String header) {
        try (Proxied behind = Proxied.with("", "proxy-protocol: [127.0.0.1/32]", backend);
                RawClient client = behind.client()) {
            client.send(header + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(backend.requests())
                    .allSatisfy(r -> assertThat(r.field("X-Forwarded-For")).isEqualTo("192.0.2.7"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY UNKNOWN\r\n",
                "PROXY UNKNOWN ffff::1 ::1 1 2\r\n",
                "\r\n\r\n\0\r\nQUIT\n\040\0\0\0"
            })
    void aProxyProtocolHeaderWithoutAnAddressLeavesThePeers(String header) {
        try (Proxied behind = Proxied.with("", "proxy-protocol: [127.0.0.1/32]", backend)) {
            behind.ask(header + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(backend.request().field("X-Forwarded-For")).isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
                "PROXY TCP4 300.0.2.7 198.51.100.1 4711 80\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 99999 80\r\n",
                "PROXY TCP6 192.0.2.7 198.51.100.1 4711 80\r\n",
                "PROXY TCP4 192.0.2.7\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711 80\n",
                "\r\n\r\n\0\r\nQUIT\n\021\021\0\014",
                "\r\n\r\n\0\r\nQUIT\n\041\021\0\004abcd"
            })
    void aBadProxyProtocolHeaderClosesTheConnection(String header) {
        try (Proxied behind = Proxied.with("", "proxy-protocol: [127.0.0.1/32]", backend);
                RawClient client = behind.client()) {
            client.send(header + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.rest()).doesNotContain("200 OK");
            assertThat(backend.bytes()).isZero();
        }
    }

    @Test
    void theBackendIsToldTheClientByTheProxyProtocol() {
        Backend.Script versionOne =
                talk -> {
                    StringBuilder line = new StringBuilder();
                    while (line.indexOf("\n") < 0) line.append(talk.read(1));
                    talk.request();
                    talk.send(Backend.ok(line.toString()));
                };
        try (Backend wanting = Backend.scripted(versionOne);
                Proxied telling = Proxied.with("proxy-protocol: v1, keep-alive: 0", "", wanting);
                RawClient client = telling.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer().text())
                    .isEqualTo(
                            "PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\n"
                                    .formatted(client.port(), telling.address().getPort()));
        }
    }

    @Test
    void whatTheProxyProtocolSaysIsPassedOn() {
        String header = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 80\r\n";
        Backend.Script versionOne =
                talk -> {
                    String line = talk.read(header.length());
                    talk.request();
                    talk.send(Backend.ok(line));
                };
        try (Backend wanting = Backend.scripted(versionOne);
                Proxied telling =
                        Proxied.with(
                                "proxy-protocol: v1", "proxy-protocol: [127.0.0.1]", wanting)) {
            Message answer = telling.ask(header + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(answer.text()).isEqualTo(header);
        }
    }

    @Test
    void aProxyProtocolHeaderThatDoesNotComeInTimeEndsTheConnection() {
        String listener = "proxy-protocol: [127.0.0.1], timeout: {head: 100ms}";
        try (Proxied behind = Proxied.with("", listener, backend);
                RawClient client = behind.client()) {
            client.send("PROXY TCP4 ");
            Soon.until(() -> behind.proxy().gauges().connections() == 1);
            assertThat(client.rest()).isEmpty();
            Soon.until(() -> behind.proxy().gauges().connections() == 0);
        }
    }

    @Test
    void oneClientsProxyProtocolHeaderNeverCoversAnothersRequest() {
        Backend.Script versionTwo =
                talk -> {
                    String header = talk.read(28);
                    while (talk.reader.more()) {
                        talk.request();
                        int port = header.charAt(24) << 8 | header.charAt(25);
                        talk.send(Backend.ok(Integer.toString(port)));
                    }
                };
        try (Backend wanting = Backend.scripted(versionTwo);
                Proxied telling = Proxied.with("proxy-protocol: v2", "", wanting)) {
            for (int i = 0; i < 5; i++) {
                try (RawClient client = telling.client()) {
                    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                    assertThat(client.answer().text()).isEqualTo("" + client.port());
                }
            }
        }
    }
}
