// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls of the page's server, with the cookies of one browser: what stubs stand on in a client.
/// Where the page is at several addresses, each call goes to the next one; one that has not
/// answered lately is left out, as long as there is another.
final class Line implements Caller, AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    /// Where there are other pages; longer than a session is waited for.
    private static final Duration LESS = Duration.ofSeconds(6);

    private static final Duration SPARED = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .cookieHandler(new OneHost())
                    .build();
    private final String who;
    private final List<URI> pages;
    private final Consumer<Attempt> attempts;
    private final Map<URI, Long> silent = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    /// A call that was answered, or not.
    ///
    /// @param begun by {@link System#nanoTime}; `ended` likewise
    /// @param failure why it came to no end; empty: it was answered
    record Attempt(String who, URI page, String method, long begun, long ended, String failure) {}

    /// Cookies as if all addresses were those of one name.
    private static final class OneHost extends CookieHandler {
        private static final URI NAME = URI.create("http://shop.example/");
        private final CookieManager cookies = new CookieManager();

        @Override
        public Map<String, List<String>> get(URI uri, Map<String, List<String>> request)
                throws IOException {
            return cookies.get(NAME, request);
        }

        @Override
        public void put(URI uri, Map<String, List<String>> response) throws IOException {
            cookies.put(NAME, response);
        }
    }

    /// @param who has it
    /// @param pages where it is
    /// @param attempts told each
    Line(String who, List<URI> pages, Consumer<Attempt> attempts) {
        this.who = who;
        this.pages = List.copyOf(pages);
        this.attempts = attempts;
    }

    @Override
    public <Q, R> R call(Method<Q, R> method, Q request) {
        JsonWriter body = new JsonWriter();
        method.request().write(body, request);
        HttpResponse<byte[]> response = post(method.toString(), body);
        byte[] answer = response.body();
        if (response.statusCode() == 200) return method.response().read(new JsonReader(answer));
        throw failure(response.statusCode(), answer);
    }

    private URI page() {
        int first = next.getAndIncrement();
        for (int i = 0; i < pages.size(); i++) {
            URI page = pages.get(Math.floorMod(first + i, pages.size()));
            Long since = silent.get(page);
            if (since == null || System.nanoTime() - since > SPARED.toNanos()) return page;
        }
        return pages.get(Math.floorMod(first, pages.size()));
    }

    private HttpResponse<byte[]> post(String method, JsonWriter body) {
        URI page = page();
        long begun = System.nanoTime();
        String failure = "cancelled";
        try {
            HttpResponse<byte[]> response = post(page, method, body);
            failure = response.statusCode() < 500 ? "" : new String(response.body(), UTF_8);
            return response;
        } catch (CallException e) {
            failure = String.valueOf(e.getMessage());
            throw e;
        } finally {
            if (failure.isEmpty()) silent.remove(page);
            else silent.put(page, System.nanoTime());
            attempts.accept(new Attempt(who, page, method, begun, System.nanoTime(), failure));
        }
    }

    private HttpResponse<byte[]> post(URI page, String method, JsonWriter body) {
        HttpRequest request =
                HttpRequest.newBuilder(page.resolve("/api/" + method))
                        .timeout(pages.size() > 1 ? LESS : PATIENCE)
                        .POST(BodyPublishers.ofByteArray(body.array(), 0, body.size()))
                        .build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new CallException(Stage.UNANSWERED, "unanswered", e.toString(), e);
        } catch (InterruptedException e) {
            throw new CallException(Stage.CANCELLED, "cancelled", "interrupted", e);
        }
    }

    /// What is 503 says why in words of the server's, what is 502 or 504 in those of the balancer.
    private static CallException failure(int status, byte[] answer) {
        String text = new String(answer, UTF_8);
        if (status >= 500) return new CallException(Stage.UNANSWERED, "unanswered", text, null);
        JsonNode said = JSON.readTree(text);
        Stage stage = status == 400 || status == 404 ? Stage.REFUSED : Stage.FAILED;
        return new CallException(
                stage, said.get("type").asString(), said.get("message").asString(), null);
    }

    @Override
    public <Q, R> Stream<R> stream(Method<Q, R> method, Q request) {
        throw new UnsupportedOperationException("no page does");
    }

    @Override
    public <Q, R> R collect(Method<Q, R> method, Stream<Q> requests) {
        throw new UnsupportedOperationException("no page does");
    }

    @Override
    public <Q, R> Stream<R> converse(Method<Q, R> method, Stream<Q> requests) {
        throw new UnsupportedOperationException("no page does");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
