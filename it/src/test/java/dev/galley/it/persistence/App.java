// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.galley.it.net.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A web application that keeps its sessions in its own memory, as servlet containers do: it looks
/// for an id in the cookie JSESSIONID, in the path parameter jsessionid, in the query or form field
/// sid, and in the header X-Session. It answers `NAME COUNT ID`: how often it has seen the session.
/// Whoever comes without a session that it knows gets a new one, by a cookie.
///
/// Paths: `/` as told; `/login` sends on to `/home;jsessionid=ID` without a cookie; `/token` gives
/// the id in the header X-Session alone; `/theft` sets a cookie GALLEY; `/slow` waits for {@link
/// #letGo}.
final class App implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    final String name;
    final List<HttpExchange> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> visits = new ConcurrentHashMap<>();
    private final CountDownLatch going = new CountDownLatch(1);
    private HttpServer server;

    App(String name) {
        this.name = name;
        this.server = listen(Ports.free());
    }

    private HttpServer listen(int port) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            HttpServer made = HttpServer.create(address, 0);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/", this::serve);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Dies; its sessions die with it.
    void die() {
        server.stop(0);
        visits.clear();
    }

    /// Listens again where it did.
    void comeBack() {
        server = listen(server.getAddress().getPort());
    }

    void letGo() {
        going.countDown();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange);
            String body = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
            String path = exchange.getRequestURI().getRawPath();
            if (path.equals("/slow")) await();
            String id = id(exchange, body);
            if (id == null || !visits.containsKey(id)) id = begin(exchange, path);
            int count = visits.merge(id, 1, Integer::sum);
            if (path.equals("/theft"))
                exchange.getResponseHeaders().add("Set-Cookie", "GALLEY=theirs; Path=/");
            byte[] answer = (name + " " + count + " " + id).getBytes(ISO_8859_1);
            exchange.sendResponseHeaders(path.equals("/login") ? 302 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void await() {
        try {
            going.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String id(HttpExchange exchange, String body) {
        var headers = exchange.getRequestHeaders();
        String uri = exchange.getRequestURI().toString();
        for (String text :
                List.of(
                        "JSESSIONID=" + after(headers.getFirst("Cookie"), "JSESSIONID="),
                        "jsessionid=" + after(uri, ";jsessionid="),
                        "sid=" + after(uri, "sid="),
                        "sid=" + after(body, "sid="),
                        "sid=" + after(body, " name=\"sid\"\r\n\r\n"),
                        "sid=" + after(headers.getFirst("X-Session"), ""))) {
            String id = text.substring(text.indexOf('=') + 1);
            if (!id.isEmpty()) return id;
        }
        return null;
    }

    private static String after(@Nullable String text, String mark) {
        int at = text == null ? -1 : text.indexOf(mark);
        if (text == null || at < 0) return "";
        Matcher matcher = ID.matcher(text.substring(at + mark.length()));
        return matcher.lookingAt() ? matcher.group() : "";
    }

    private String begin(HttpExchange exchange, String path) {
        String id = UUID.randomUUID().toString();
        visits.put(id, 0);
        var headers = exchange.getResponseHeaders();
        if (path.equals("/login")) headers.add("Location", "/home;jsessionid=" + id + "?a=b");
        else if (path.equals("/token")) headers.add("X-Session", id);
        else headers.add("Set-Cookie", "JSESSIONID=" + id + "; Path=/; HttpOnly");
        return id;
    }

    @Override
    public void close() {
        letGo();
        server.stop(0);
    }
}
