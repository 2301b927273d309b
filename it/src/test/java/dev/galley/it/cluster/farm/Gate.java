// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster.farm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Endpoints;
import dev.galley.rpc.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/// A page: `/field` works, `/harvest` works for longer, `/well` draws.
@Module("gate")
public final class Gate implements AutoCloseable {
    private final HttpServer server;

    public Gate(Post post, Field field, Well well, Endpoints endpoints) {
        try {
            server = HttpServer.create(new InetSocketAddress(post.host(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/field", exchange -> answer(exchange, () -> field.work(5)));
        server.createContext("/harvest", exchange -> answer(exchange, () -> field.work(500)));
        server.createContext("/well", exchange -> answer(exchange, well::draw));
        server.start();
        endpoints.open(post.host(), server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, LongSupplier work) throws IOException {
        try (exchange) {
            int status = 200;
            String text;
            try {
                text = work.getAsLong() + "";
            } catch (CallException e) {
                status = 500;
                text = e.stage() + " " + e.type() + " " + e.getMessage();
            }
            byte[] body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(1);
    }
}
