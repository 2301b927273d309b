// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/// The HTTP server of the JDK on virtual threads, with the same codec as Galley's.
final class JdkServer implements Echo.Service {
    private final HttpServer server;

    JdkServer() throws IOException {
        // Else each response is two packets, and waits for the acknowledgement of the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/Echo/echo", JdkServer::echo);
        server.start();
    }

    private static void echo(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonReader in = new JsonReader(exchange.getRequestBody().readAllBytes());
            JsonWriter out = new JsonWriter();
            GalleyServer.CODEC.write(out, GalleyServer.CODEC.read(in));
            byte[] json = out.toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
        }
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
