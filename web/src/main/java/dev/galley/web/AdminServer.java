// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.galley.config.AdminConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Serves the admin API and the metrics over HTTP/1.1, a virtual thread a request.
public final class AdminServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AdminServer.class.getName());
    private static final int AT_ONCE = 64;

    /// A body that is shorter is read off if the answer did not need it, and the next request can
    /// follow.
    private static final int READ_OFF_BYTES = 64 * 1024;

    static {
        // The only way to set the limits of jdk.httpserver (see its package documentation).
        limit("jdk.httpserver.maxConnections", "256");
        limit("sun.net.httpserver.maxReqTime", "10");
        limit("sun.net.httpserver.maxRspTime", "60");
        limit("sun.net.httpserver.maxReqHeaderSize", "32768");
        limit("sun.net.httpserver.nodelay", "true");
        limit("sun.net.httpserver.drainAmount", Integer.toString(READ_OFF_BYTES));
    }

    private final HttpServer server;
    private final ExecutorService executor;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private volatile Guard guard;
    private final List<Route> routes;

    private AdminServer(HttpServer server, AdminConfig config, Control control) {
        this.server = server;
        this.executor =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("admin-", 0).factory());
        this.guard = new Guard(config.token());
        this.routes = new Api(control).routes();
    }

    /// Listens; requests wait until {@link #serve}.
    ///
    /// @throws IOException if the address can't be had, or must not be without a token; the message
    ///   is for the user
    public static AdminServer bind(AdminConfig config, Control control) throws IOException {
        var server = new AdminServer(listen(config), config, control);
        server.server.createContext("/", server::answerAndClose);
        server.server.setExecutor(server.executor);
        return server;
    }

    /// Begins to answer; once.
    public void serve() {
        server.start();
    }

    /// Demands this token from the next request on; null: none.
    public void token(@Nullable String token) {
        guard = new Guard(token);
    }

    private static HttpServer listen(AdminConfig config) throws IOException {
        String host = config.bind().host();
        var address =
                host.isEmpty()
                        ? new InetSocketAddress(config.bind().port())
                        : new InetSocketAddress(host, config.bind().port());
        if (address.isUnresolved()) throw new IOException("admin: no address is known for " + host);
        try {
            return HttpServer.create(address, 0);
        } catch (BindException e) {
            throw new IOException(
                    "admin: can't listen on " + config.bind() + ": " + e.getMessage(), e);
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answerAndClose(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (places.tryAcquire()) {
                try {
                    send(exchange, answer(exchange));
                } finally {
                    places.release();
                }
            } else {
                send(exchange, Answer.problem(503, "too many requests at once: try again"));
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            Answer refusal = guard.refuse(exchange);
            return refusal != null ? refusal : route(exchange);
        } catch (Refused e) {
            return Answer.problem(Problem.of(e));
        } catch (IllegalArgumentException e) {
            return Answer.problem(400, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "admin: " + exchange.getRequestURI(), e);
            return Answer.problem(500, "this is a bug in Galley; its log has more");
        }
    }

    private Answer route(HttpExchange exchange) throws Refused, IOException {
        String path = exchange.getRequestURI().getRawPath();
        String method = exchange.getRequestMethod();
        String wanted = method.equals("HEAD") ? "GET" : method;
        List<Route> here = routes.stream().filter(r -> r.match(path) != null).toList();
        for (Route route : here) {
            Map<String, String> names = route.match(path);
            if (names != null && route.method().equals(wanted))
                return route.handler().handle(new Call(exchange, names));
        }
        if (here.isEmpty())
            throw new Refused(404, "nothing here: /v1/openapi.json describes what there is");
        String allowed = here.stream().map(Route::method).collect(Collectors.joining(", "));
        return Answer.problem(405, method + " is not for " + path + ": use " + allowed)
                .with("Allow", allowed);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        if (mayEnd(exchange.getRequestHeaders()))
            exchange.getResponseHeaders().set("Connection", "close");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
        if (head) return;
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }

    /// Whether there may be so much of the body left that the server ends the connection, which is
    /// to be told (RFC 9112, section 9.6).
    private static boolean mayEnd(Headers request) {
        String length = request.getFirst("Content-Length");
        return request.containsKey("Transfer-Encoding")
                || (length != null && Long.parseLong(length) >= READ_OFF_BYTES);
    }

    /// Listens no more; requests under way have a second.
    @Override
    public void close() {
        server.stop(1);
        executor.shutdownNow();
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) System.setProperty(property, value);
    }
}
