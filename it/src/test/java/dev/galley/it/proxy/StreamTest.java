// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Bodies are passed on as they come, however large: what waits in the proxy is bounded.
class StreamTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final long LARGE = 200L << 20;

    /// What a slow peer may leave waiting in the proxy: the water mark of a connection, and a read.
    private static final long MOST_HELD = 8 << 20;

    /// The same, of many: nothing is read for a connection whose reader is behind.
    private static final long MOST_HELD_EACH = 512 << 10;

    private static long held() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    @Test
    void aLargeUploadIsPassedOnWhole() {
        try (Backend backend = Backend.replying(r -> Backend.ok(Long.toString(r.length())));
                Proxied proxy = Proxied.before(backend);
                RawClient client = proxy.client()) {
            long before = held();
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + LARGE + "\r\n\r\n");
            byte[] part = new byte[1 << 20];
            for (long sent = 0; sent < LARGE; sent += part.length) client.send(part);
            assertThat(client.answer().text()).isEqualTo(Long.toString(LARGE));
            assertThat(held() - before).isLessThan(MOST_HELD);
        }
    }

    @Test
    void aLargeChunkedUploadIsPassedOnWhole() {
        try (Backend backend = Backend.replying(r -> Backend.ok(Long.toString(r.length())));
                Proxied proxy = Proxied.before(backend);
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] part = new byte[10_000];
            for (int i = 0; i < 2000; i++) {
                client.send(Integer.toHexString(part.length) + "\r\n").send(part).send("\r\n");
            }
            assertThat(client.send("0\r\n\r\n").answer().text()).isEqualTo("20000000");
        }
    }

    @Test
    void anUploadThatNobodyReadsWaitsAtTheClient() {
        CountDownLatch go = new CountDownLatch(1);
        Backend.Script lazy =
                talk -> {
                    Message head = talk.head();
                    Soon.until(() -> go.getCount() == 0);
                    talk.send(Backend.ok(Long.toString(talk.body(head).length())));
                };
        try (Backend backend = Backend.scripted(lazy);
                Proxied proxy = Proxied.before(backend);
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + LARGE + "\r\n\r\n");
            Soon.until(() -> backend.heads() == 1);
            long before = held();
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                byte[] part = new byte[1 << 20];
                                for (long n = 0; n < LARGE; n += part.length) client.send(part);
                            });
            Stalled.until(StreamTest::held);
            assertThat(sender.isAlive()).isTrue();
            assertThat(held() - before).isLessThan(MOST_HELD);
            go.countDown();
            assertThat(client.answer().text()).isEqualTo(Long.toString(LARGE));
        }
    }

    @Test
    void aDownloadThatNobodyTakesWaitsAtTheBackend() {
        try (Backend backend = Backend.scripted(StreamTest::pour);
                Proxied proxy = Proxied.before(backend);
                RawClient client = RawClient.withReceiveBuffer(proxy.address(), 64 * 1024)) {
            long before = held();
            assertThat(client.send(GET).head().status()).isEqualTo(200);
            Stalled.until(StreamTest::held);
            assertThat(held() - before).isLessThan(MOST_HELD);
            assertThat(client.skip(LARGE)).isEqualTo(LARGE);
        }
    }

    private static void pour(Backend.Talk talk) throws IOException {
        talk.request();
        talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
        byte[] part = new byte[1 << 20];
        for (long n = 0; n < LARGE; n += part.length) talk.send(part);
    }

    @Test
    void manyDownloadsThatNobodyTakesHoldLittleEach() {
        int readers = 50;
        try (Backend backend = Backend.scripted(StreamTest::pour);
                Proxied proxy = Proxied.before(backend)) {
            long before = held();
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < readers; i++)
                clients.add(RawClient.withReceiveBuffer(proxy.address(), 4096).send(GET));
            for (RawClient client : clients) assertThat(client.head().status()).isEqualTo(200);
            Stalled.until(StreamTest::held);
            assertThat(held() - before).isLessThan(readers * MOST_HELD_EACH);
            clients.forEach(RawClient::close);
        }
    }
}
