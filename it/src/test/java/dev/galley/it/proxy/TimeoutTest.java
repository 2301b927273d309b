// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/// Everything that waits has a timeout: whose it is, and what the client is told.
class TimeoutTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n";
    private static final Backend.Script SILENT = talk -> talk.read(talk.request().start().length());

    @Test
    void aHeadThatTakesTooLongIsA408() {
        try (Backend backend = Backend.saying("a");
                Proxied proxy = Proxied.with("", "timeout: {head: 200ms}", backend);
                RawClient client = proxy.client()) {
            Message answer = client.send("GET / HTTP/1.1\r\nHos").answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
            assertThat(backend.bytes()).isZero();
        }
    }

    @Test
    void aHeadThatDripsIsNoBetterThanOneThatStops() {
        try (Backend backend = Backend.saying("a");
                Proxied proxy = Proxied.with("", "timeout: {head: 300ms}", backend);
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nA: ");
            Thread.ofVirtual().start(() -> drip(client));
            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    private static void drip(RawClient client) {
        try {
            Soon.until(() -> client.send("b") == null);
        } catch (RuntimeException refused) {
            assertThat(client.port()).isPositive();
        }
    }

    @Test
    void aClientThatNeverSaysAThingIsClosed() {
        try (Backend backend = Backend.saying("a");
                Proxied proxy = Proxied.with("", "timeout: {head: 200ms}", backend);
                RawClient client = proxy.client()) {
            assertThat(client.rest()).doesNotContain("200");
        }
    }

    @Test
    void anIdleClientIsClosedWithoutAWord() {
        try (Backend backend = Backend.saying("a");
                Proxied proxy = Proxied.with("", "timeout: {idle: 200ms}", backend);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aBodyThatStopsIsA408() {
        try (Backend backend = Backend.saying("a");
                Proxied proxy = Proxied.with("", "timeout: {body: 200ms}", backend);
                RawClient client = proxy.client()) {
            assertThat(client.send(POST + "half").answer().status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
            Soon.until(() -> backend.open() == 0);
            assertThat(backend.requests()).isEmpty();
        }
    }

    @Test
    void aBodyThatDripsIsA408OnceItsTimeIsOver() {
        String hurried = "limits: {min-rate: 10KiB, min-rate-after: 200ms}";
        String start = POST.replace("Length: 9", "Length: 1000000");
        try (Backend backend = Backend.saying("a");
                Proxied proxy = Proxied.with("", hurried, backend);
                RawClient client = proxy.client()) {
            client.send(start);
            Thread.ofVirtual().start(() -> drip(client));
            assertThat(client.answer().status()).isEqualTo(408);
            Soon.until(() -> backend.open() == 0);
            assertThat(backend.requests()).isEmpty();
            Soon.until(() -> proxy.proxy().gauges().ends().get("CT") == 1);
        }
    }

    @Test
    void aBodyThatKeepsTheLeastRateMayTakeLong() {
        String hurried = "limits: {min-rate: 1B, min-rate-after: 0s}";
        try (Backend backend = Backend.replying(request -> Backend.ok(request.text()));
                Proxied proxy = Proxied.with("", hurried, backend);
                RawClient client = proxy.client()) {
            client.send(POST + "1234");
            Soon.until(() -> backend.heads() == 1);
            for (char next : "56789".toCharArray()) client.send(String.valueOf(next));
            assertThat(client.answer().text()).isEqualTo("123456789");
        }
    }

    @Test
    void aBackendThatDoesNotAnswerIsA504() {
        try (Backend backend = Backend.scripted(SILENT);
                Proxied proxy = Proxied.with("timeout: {answer: 200ms}", "", backend)) {
            assertThat(proxy.get("/").status()).isEqualTo(504);
            Soon.until(() -> backend.open() == 0);
            assertThat(backend.requests()).hasSize(1);
        }
    }

    @Test
    void anAnswerThatStopsIsCut() {
        Backend.Script stopping =
                talk -> {
                    talk.request();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    talk.read(1);
                };
        try (Backend backend = Backend.scripted(stopping);
                Proxied proxy = Proxied.with("timeout: {answer: 200ms}", "", backend);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).rest()).endsWith("half");
            Soon.until(() -> backend.open() == 0);
        }
    }

    @Test
    void anAnswerMayTakeLongAsLongAsItGoesOn() {
        Backend.Script dripping =
                talk -> {
                    talk.request();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
                    for (int i = 0; i < 6; i++) {
                        drip(talk);
                    }
                };
        try (Backend backend = Backend.scripted(dripping);
                Proxied proxy = Proxied.with("timeout: {answer: 2s}", "", backend)) {
            assertThat(proxy.get("/").text()).isEqualTo("aaaaaa");
        }
    }

    /// A byte, about 400 ms after the last one: a read that times out is the clock.
    private static void drip(Backend.Talk talk) throws IOException {
        talk.pause(400);
        talk.send("a");
    }

    @Test
    void aBackendThatAcceptsNoConnectionIsA504() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket one = new Socket();
                Socket two = new Socket()) {
            var address = new InetSocketAddress(full.getInetAddress(), full.getLocalPort());
            one.connect(address);
            two.connect(address);
            String yaml =
                    """
                    pools: {web: {members: ["127.0.0.1:%d"], timeout: {connect: 200ms}}}
                    listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}]}]
                    """
                            .formatted(full.getLocalPort());
            try (Proxied proxy = Proxied.of(yaml)) {
                assertThat(proxy.get("/").status()).isEqualTo(504);
            }
        }
    }

    @Test
    void anIdleConnectionToABackendIsClosedInTime() {
        try (Backend backend = Backend.saying("a");
                Proxied proxy = Proxied.with("timeout: {idle: 1s}", "", backend)) {
            proxy.get("/");
            Soon.until(() -> proxy.workers().idleUpstreams() == 1);
            Soon.until(() -> backend.open() == 0);
            assertThat(proxy.workers().idleUpstreams()).isZero();
            assertThat(proxy.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void aReaderThatTakesNothingIsCut() {
        String much = "x".repeat(16 << 20);
        try (Backend backend = Backend.saying(much);
                Proxied proxy = Proxied.with("", "timeout: {send: 300ms}", backend);
                RawClient client = RawClient.withReceiveBuffer(proxy.address(), 4096)) {
            client.send(GET);
            Soon.until(() -> backend.requests().size() == 1);
            Soon.until(() -> proxy.proxy().gauges().connections() == 0);
            Soon.until(() -> backend.open() == 0);
            assertThat(client.rest().length()).isLessThan(much.length());
        }
    }

    @Test
    void aSilentTunnelIsClosedInTime() {
        Backend.Script chat =
                talk -> {
                    talk.request();
                    talk.send("HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
                    talk.read(2);
                };
        try (Backend backend = Backend.scripted(chat);
                Proxied proxy = Proxied.with("", "timeout: {tunnel: 200ms}", backend);
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(101);
            assertThat(client.rest()).isEmpty();
            Soon.until(() -> backend.open() == 0);
        }
    }
}
