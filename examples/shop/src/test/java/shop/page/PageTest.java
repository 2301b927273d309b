// SPDX-License-Identifier: Apache-2.0
package shop.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.Address;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Method;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.sessions.InProcessStore;
import dev.galley.sessions.SessionLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import shop.AnalyticsContract;
import shop.BackOfficeContract;
import shop.OrdersContract;
import shop.ProductsContract;
import shop.UsersContract;

class PageTest {
    private static final String NOTHING = "{\"result\":[]}";

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    /// Modules that take their time, and have nothing.
    private final Caller modules =
            new Caller() {
                @Override
                public <Q, R> R call(Method<Q, R> method, Q request) {
                    asked.countDown();
                    try {
                        if (!answered.await(30, TimeUnit.SECONDS))
                            throw new IllegalStateException("nobody lets it answer");
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("the page did not wait for it", e);
                    }
                    return method.response().read(new JsonReader(NOTHING.getBytes(UTF_8)));
                }

                @Override
                public <Q, R> Stream<R> stream(Method<Q, R> method, Q request) {
                    throw new IllegalStateException("no page does");
                }

                @Override
                public <Q, R> R collect(Method<Q, R> method, Stream<Q> requests) {
                    throw new IllegalStateException("no page does");
                }

                @Override
                public <Q, R> Stream<R> converse(Method<Q, R> method, Stream<Q> requests) {
                    throw new IllegalStateException("no page does");
                }
            };

    private Page page() throws Exception {
        return new Page(
                new PageConfig(List.of(Address.parse("127.0.0.1:0")), 10),
                UsersContract.CONTRACT.stub(modules),
                ProductsContract.CONTRACT.stub(modules),
                OrdersContract.CONTRACT.stub(modules),
                BackOfficeContract.CONTRACT.stub(modules),
                AnalyticsContract.CONTRACT.stub(modules),
                new InProcessStore(
                        new SessionLimits(1000, 10, Duration.ofMinutes(1)), System::nanoTime),
                (host, bound) -> port.complete(bound));
    }

    @Test
    void aPageThatClosesAnswersTheRequestsThatAreUnderWay() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Page page = page();
            URI list = URI.create("http://127.0.0.1:" + port.join() + "/api/Products/list");
            HttpRequest request =
                    HttpRequest.newBuilder(list).POST(BodyPublishers.ofString("{}")).build();
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(request, BodyHandlers.ofString());
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.ofVirtual().start(page::close);
            assertThat(closing.join(Duration.ofMillis(200))).isFalse();
            answered.countDown();
            assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo(NOTHING);
            assertThat(closing.join(Duration.ofSeconds(30))).isTrue();
        }
    }
}
