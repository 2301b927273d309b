// SPDX-License-Identifier: Apache-2.0
package shop.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.config.Address;
import dev.galley.rpc.Endpoints;
import dev.galley.sessions.InProcessStore;
import dev.galley.sessions.SessionLimits;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shop.Analytics;
import shop.BackOffice;
import shop.Orders;
import shop.Products;
import shop.Report;
import shop.Users;

class PageTest {
    private static final SessionLimits LIMITS =
            new SessionLimits(10_000, 100, Duration.ofMinutes(1));

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger port = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Page page = page();

    /// Tells what is popular when it may.
    private final class Slow implements Analytics {
        @Override
        public Report report(int days) {
            return new Report(0, 0, List.of());
        }

        @Override
        public List<String> popular() {
            asked.countDown();
            try {
                goOn.await();
                return List.of("tea");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Page page() {
        Endpoints endpoints = (_, opened) -> port.set(opened);
        try {
            return new Page(
                    new PageConfig(List.of(new Address("127.0.0.1", 0)), 100),
                    nobody(Users.class),
                    nobody(Products.class),
                    nobody(Orders.class),
                    nobody(BackOffice.class),
                    new Slow(),
                    new InProcessStore(LIMITS, System::nanoTime),
                    endpoints);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Is not called.
    private static <S> S nobody(Class<S> service) {
        return service.cast(
                Proxy.newProxyInstance(
                        service.getClassLoader(),
                        new Class<?>[] {service},
                        (_, method, _) -> {
                            throw new IllegalStateException(method.getName());
                        }));
    }

    @AfterEach
    void end() {
        goOn.countDown();
        page.close();
        client.close();
    }

    private HttpRequest.Builder call(String word) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/" + word))
                .POST(BodyPublishers.ofString("{}"));
    }

    private boolean isClosed() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.get())) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }

    @Test
    void whatIsUnderWayWhenThePageIsClosedIsAnswered() throws Exception {
        var answer = client.sendAsync(call("Analytics/popular").build(), BodyHandlers.ofString());
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.startVirtualThread(page::close);
        await().atMost(Duration.ofSeconds(30)).until(this::isClosed);
        goOn.countDown();
        assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("{\"result\":[\"tea\"]}");
        closing.join();
    }

    @Test
    void aCookieThatIsNoneOfOursIsNoSession() throws Exception {
        HttpRequest request =
                call("Shopping/visit").header("Cookie", "shop=" + "x".repeat(300)).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"user\":\"\"");
    }
}
