// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What must not be noticed under load: backends that die, reloads, draining, slow clients.
@NeedsNginx
class LoadTest {
    private static final String SERVES = "location / { return 200 'hello'; }";

    @AutoClose final Nginx one = new Nginx(SERVES);
    @AutoClose final Nginx other = new Nginx(SERVES);

    private String yaml(String settings) {
        return """
        pools: {web: {members: ["%s", "%s"] %s}}
        listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}]}]
        """
                .formatted(one.address(), other.address(), settings);
    }

    @Test
    void aBackendThatIsKilledCostsNoGet() {
        try (Proxied proxy = Proxied.of(yaml(""), 2);
                Load load = new Load(proxy, 32)) {
            load.goOn(3000);
            one.kill();
            load.goOn(3000);
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void aHundredReloadsCostNoRequest() {
        String removed =
                """
                pools: {web: {members: ["%s"]}}
                listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}]}]
                """
                        .formatted(one.address());
        try (Proxied proxy = Proxied.of(yaml(""), 2);
                Load load = new Load(proxy, 32)) {
            for (int i = 0; i < 100; i++) {
                proxy.reload(i % 2 == 0 ? removed : yaml(", policy: random, keep-alive: " + i));
                load.goOn(50);
            }
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void drainingCostsNoRequest() {
        try (Proxied proxy = Proxied.of(yaml(""), 2);
                Load load = new Load(proxy, 32)) {
            load.goOn(1000);
            proxy.proxy().drain();
            Soon.until(load::done);
            assertThat(load.failures()).isEmpty();
            Soon.until(() -> proxy.proxy().gauges().connections() == 0);
            assertThat(proxy.proxy().idle()).isTrue();
        }
    }

    @Test
    void slowClientsHoldNothingButTheirOwnConnections() {
        int count = Integer.getInteger("galley.clients", 1000);
        List<RawClient> slow = new ArrayList<>();
        try (Proxied proxy = Proxied.of(yaml(""), 2)) {
            for (int i = 0; i < count; i++)
                slow.add(proxy.client().send("GET / HTTP/1.1\r\nHost: h\r\nSlow: "));
            Soon.until(() -> proxy.proxy().gauges().connections() == count);
            try (Load load = new Load(proxy, 8)) {
                load.goOn(2000);
                assertThat(load.failures()).isEmpty();
            }
            assertThat(proxy.proxy().gauges().requests()).isZero();
            assertThat(proxy.workers().idleUpstreams()).isLessThanOrEqualTo(16);
            assertThat(slow.getLast().send("no more\r\n\r\n").answer().text()).isEqualTo("hello");
        } finally {
            slow.forEach(RawClient::close);
        }
    }

    @Test
    void aTunnelAndADownloadOutliveAReload() {
        int size = 32 << 20;
        Backend.Script serving =
                talk -> {
                    Message request = talk.request();
                    if (request.has("Upgrade")) {
                        talk.send("HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
                        for (int i = 0; i < 2; i++) talk.send(talk.read(4));
                    } else {
                        talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                        talk.send(new byte[size]);
                    }
                };
        try (Backend old = Backend.scripted(serving);
                Proxied proxy = Proxied.before(old);
                RawClient chat = proxy.client();
                RawClient download = RawClient.withReceiveBuffer(proxy.address(), 64 * 1024)) {
            chat.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
            assertThat(chat.head().status()).isEqualTo(101);
            assertThat(chat.send("one ").read(4)).isEqualTo("one ");
            download.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(download.head().status()).isEqualTo(200);
            proxy.reload(yaml(""));
            assertThat(proxy.get("/").text()).isEqualTo("hello");
            assertThat(chat.send("two ").read(4)).isEqualTo("two ");
            assertThat(download.skip(size)).isEqualTo(size);
            download.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(download.answer().text()).isEqualTo("hello");
        }
    }

    @Test
    void aRealServersAnswersPassThrough() {
        String files = "location /204 { return 204; } location / { return 200 'hello'; }";
        try (Nginx real = new Nginx(files);
                Proxied proxy =
                        Proxied.of(
                                """
                                pools: {web: {members: ["%s"]}}
                                listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}]}]
                                """
                                        .formatted(real.address()))) {
            assertThat(proxy.get("/").text()).isEqualTo("hello");
            assertThat(proxy.get("/204").status()).isEqualTo(204);
            assertThat(proxy.ask("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n").field("Content-Length"))
                    .isEqualTo("5");
            String chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
            assertThat(proxy.ask(chunked + "3\r\nabc\r\n0\r\n\r\n").text()).isEqualTo("hello");
        }
    }
}
