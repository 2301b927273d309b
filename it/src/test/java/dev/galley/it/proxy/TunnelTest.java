// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Upgrade and `Expect: 100-continue` (RFC 9110 sections 7.8 and 10.1.1): a tunnel only after 101.
class TunnelTest {
    private static final String UPGRADE =
            "GET /chat HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\n"
                    + "Upgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n";
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: a\r\n\r\n";
    private static final String EXPECT =
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";

    private static Backend.Script upgrading(Backend.Script then) {
        return talk -> {
            talk.request();
            talk.send(SWITCH);
            then.serve(talk);
        };
    }

    @Test
    void bytesFlowBothWaysAfter101() {
        Backend.Script echo =
                upgrading(talk -> {
                    for (int i = 0; i < 3; i++) talk.send(talk.read(4) + "!");
                    talk.close();
                });
        try (Backend chat = Backend.scripted(echo);
                Proxied proxy = Proxied.before(chat);
                RawClient client = proxy.client()) {
            Message switched = client.send(UPGRADE).head();
            assertThat(switched.status()).isEqualTo(101);
            assertThat(switched.field("Upgrade")).isEqualTo("websocket");
            assertThat(switched.field("Connection")).isEqualToIgnoringCase("upgrade");
            assertThat(switched.field("Sec-WebSocket-Accept")).isEqualTo("a");
            assertThat(client.send("ping").read(5)).isEqualTo("ping!");
            assertThat(client.send("\0\r\n\u00ff").read(5)).isEqualTo("\0\r\n\u00ff!");
            assertThat(client.send("GET ").read(5)).isEqualTo("GET !");
            assertThat(client.rest()).isEmpty();
            Message request = chat.request();
            assertThat(request.field("Upgrade")).isEqualTo("websocket");
            assertThat(request.field("Connection")).isEqualToIgnoringCase("upgrade");
            assertThat(request.field("Sec-WebSocket-Key")).isEqualTo("k");
        }
    }

    @Test
    void bytesThatComeTooEarlyAreNotLost() {
        Backend.Script eager =
                talk -> {
                    talk.request();
                    talk.send(SWITCH + "hello from the backend");
                    talk.send(talk.read(5));
                    talk.close();
                };
        try (Backend chat = Backend.scripted(eager);
                Proxied proxy = Proxied.before(chat);
                RawClient client = proxy.client()) {
            client.send(UPGRADE + "early");
            assertThat(client.head().status()).isEqualTo(101);
            assertThat(client.rest()).isEqualTo("hello from the backendearly");
        }
    }

    @Test
    void withoutA101ThereIsNoTunnel() {
        try (Backend plain = Backend.replying(request -> Backend.ok(request.target()));
                Proxied proxy = Proxied.before(plain);
                RawClient client = proxy.client()) {
            client.send(UPGRADE + "GET /next HTTP/1.1\r\nHost: h\r\n\r\n" + "no HTTP\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("/chat");
            assertThat(client.answer().text()).isEqualTo("/next");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(plain.requests()).hasSize(2);
        }
    }

    @Test
    void a101ThatNobodyAskedForIsAnError() {
        Backend.Script uninvited =
                talk -> {
                    talk.request();
                    talk.send(SWITCH + "tunnel");
                    talk.read(1);
                };
        try (Backend strange = Backend.scripted(uninvited);
                Proxied proxy = Proxied.before(strange);
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(502);
            Soon.until(() -> strange.open() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "h2c, 'Connection: Upgrade, HTTP2-Settings'",
        "websocket, 'Connection: keep-alive'",
    })
    void anUpgradeThatIsNoneIsTakenOff(String protocol, String connection) {
        try (Backend plain = Backend.saying("plain");
                Proxied proxy = Proxied.before(plain)) {
            proxy.ask(
                    "GET / HTTP/1.1\r\nHost: h\r\n"
                            + connection
                            + "\r\nUpgrade: "
                            + protocol
                            + "\r\nHTTP2-Settings: x\r\n\r\n");
            assertThat(plain.request().has("Upgrade")).isFalse();
            assertThat(plain.request().field("Connection")).doesNotContainIgnoringCase("upgrade");
        }
    }

    @Test
    void theEndOfOneDirectionLeavesTheOtherOpen() {
        Backend.Script last =
                upgrading(talk -> {
                    while (talk.reader.read() >= 0) {
                        // to the client's end
                    }
                    talk.send("the last word");
                    talk.close();
                });
        try (Backend chat = Backend.scripted(last);
                Proxied proxy = Proxied.before(chat);
                RawClient client = proxy.client()) {
            assertThat(client.send(UPGRADE).head().status()).isEqualTo(101);
            assertThat(client.send("abc").end().rest()).isEqualTo("the last word");
        }
        try (Backend chat = Backend.scripted(last);
                Proxied proxy = Proxied.before(chat);
                RawClient client = proxy.client()) {
            assertThat(client.send(UPGRADE + "abc").end().head().status()).isEqualTo(101);
            assertThat(client.rest()).isEqualTo("the last word");
        }
    }

    @Test
    void aTunnelEndsWithEitherSide() {
        Backend.Script open = upgrading(talk -> talk.read(1 << 20));
        try (Backend chat = Backend.scripted(open);
                Proxied proxy = Proxied.before(chat)) {
            try (RawClient client = proxy.client()) {
                assertThat(client.send(UPGRADE).head().status()).isEqualTo(101);
            }
            Soon.until(() -> chat.open() == 0);
            try (RawClient client = proxy.client()) {
                assertThat(client.send(UPGRADE).head().status()).isEqualTo(101);
                chat.cut();
                assertThat(client.rest()).isEmpty();
            }
            Soon.until(() -> proxy.proxy().gauges().connections() == 0);
            assertThat(proxy.proxy().gauges().requests()).isZero();
        }
    }

    @Test
    void muchGoesThroughATunnelAtOnce() {
        int size = 8 << 20;
        Backend.Script pour =
                upgrading(talk -> {
                    talk.send(new byte[size]);
                    talk.read(size);
                    talk.send("done");
                    talk.close();
                });
        try (Backend chat = Backend.scripted(pour);
                Proxied proxy = Proxied.before(chat);
                RawClient client = proxy.client()) {
            assertThat(client.send(UPGRADE).head().status()).isEqualTo(101);
            assertThat(client.skip(size)).isEqualTo(size);
            assertThat(client.send(new byte[size]).read(4)).isEqualTo("done");
        }
    }

    @Test
    void theBackendAnswersAnExpectation() {
        Backend.Script willing =
                talk -> {
                    Message head = talk.head();
                    talk.send("HTTP/1.1 100 Continue\r\n\r\n");
                    talk.send(Backend.ok(talk.body(head).text()));
                };
        try (Backend expecting = Backend.scripted(willing);
                Proxied proxy = Proxied.before(expecting);
                RawClient client = proxy.client()) {
            assertThat(client.send(EXPECT).head().status()).isEqualTo(100);
            assertThat(client.send("hello").answer().text()).isEqualTo("hello");
            assertThat(expecting.request().field("Expect")).isEqualTo("100-continue");
        }
    }

    @Test
    void anExpectationThatTheBackendRefusesCostsNoBody() {
        Backend.Script unwilling =
                talk -> {
                    talk.head();
                    talk.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
                    talk.read(1);
                };
        try (Backend refusing = Backend.scripted(unwilling);
                Proxied proxy = Proxied.before(refusing);
                RawClient client = proxy.client()) {
            assertThat(client.send(EXPECT).answer().status()).isEqualTo(417);
            Soon.until(() -> refusing.open() == 0);
            assertThat(refusing.requests()).isEmpty();
        }
    }

    @Test
    void aClientThatDoesNotWaitIsServedAllTheSame() {
        try (Backend plain = Backend.replying(request -> Backend.ok(request.text()));
                Proxied proxy = Proxied.before(plain);
                RawClient client = proxy.client()) {
            assertThat(client.send(EXPECT + "hello").answer().text()).isEqualTo("hello");
        }
    }
}
