// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Requests that find every member at its max-connections: who waits, for how long, and what the
/// others are told.
class QueueTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private final CountDownLatch let = new CountDownLatch(1);

    /// Answers nobody until it is let.
    @AutoClose
    private final Backend backend =
            Backend.scripted(talk -> {
                Message request = talk.request();
                await();
                talk.send(Backend.ok(request.target()));
            });

    private void await() {
        try {
            let.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Proxied proxy(String queue) {
        return proxy(backend, queue);
    }

    private static Proxied proxy(Backend backend, String queue) {
        return Proxied.of(
                """
                pools:
                  web:
                    members: [{address: "%s", max-connections: 1}]
                    queue: %s
                listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}]}]
                """
                        .formatted(backend.address(), queue));
    }

    /// Has the only place at the backend.
    private RawClient busy(Proxied proxy) {
        RawClient first = proxy.client().send(GET);
        Soon.until(() -> backend.heads() == 1);
        return first;
    }

    @Test
    void aRequestThatFindsTheQueueFullIsA503AndThoseBeforeItAreServed() {
        try (Proxied proxy = proxy("{size: 1}");
                RawClient first = busy(proxy);
                RawClient second = proxy.client().send(GET);
                RawClient third = proxy.client()) {
            Soon.until(() -> proxy.proxy().gauges().requests() == 2);
            assertThat(third.send(GET).answer().status()).isEqualTo(503);
            Soon.until(() -> proxy.proxy().gauges().ends().get("PQ") == 1);
            assertThat(backend.heads()).isEqualTo(1);
            let.countDown();
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(second.answer().status()).isEqualTo(200);
            assertThat(third.send(GET).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void withoutAQueueNobodyWaits() {
        try (Proxied proxy = proxy("0");
                RawClient first = busy(proxy)) {
            assertThat(proxy.get("/").status()).isEqualTo(503);
            let.countDown();
            assertThat(first.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestThatWaitsTooLongIsA503() {
        try (Proxied proxy = proxy("{timeout: 200ms}");
                RawClient first = busy(proxy)) {
            assertThat(proxy.get("/").status()).isEqualTo(503);
            Soon.until(() -> proxy.proxy().gauges().ends().get("PT") == 1);
            assertThat(backend.heads()).isEqualTo(1);
            let.countDown();
            assertThat(first.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestThatIsOvertakenWaitsNoLongerThanItMay() {
        Backend.Script slow =
                talk -> {
                    Message request = talk.request();
                    if (let.getCount() > 0) talk.pause(50);
                    talk.send(Backend.ok(request.target()));
                };
        try (Backend busy = Backend.scripted(slow);
                Proxied proxy = proxy(busy, "{timeout: 200ms}");
                RawClient pipelining = proxy.client()) {
            pipelining.send(GET.repeat(200));
            Soon.until(() -> busy.heads() == 1);
            assertThat(proxy.get("/").status()).isEqualTo(503);
            let.countDown();
            for (int i = 0; i < 200; i++) assertThat(pipelining.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatLeavesGivesItsPlaceToAnother() {
        try (Proxied proxy = proxy("{size: 1}");
                RawClient first = busy(proxy);
                RawClient second = proxy.client().send(GET)) {
            Soon.until(() -> proxy.proxy().gauges().requests() == 2);
            second.reset();
            Soon.until(() -> proxy.proxy().gauges().requests() == 1);
            try (RawClient third = proxy.client().send(GET)) {
                Soon.until(() -> proxy.proxy().gauges().requests() == 2);
                let.countDown();
                assertThat(third.answer().status()).isEqualTo(200);
            }
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(backend.requests()).hasSize(2);
        }
    }
}
