// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.scale;

import dev.galley.it.app.Node;
import dev.galley.it.net.Ports;
import dev.galley.it.relay.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A Galley whose members are nginx processes that it starts itself; each answers no more than 150
/// requests a second, and lets the others wait.
final class Balancer implements AutoCloseable {
    private static final Pattern UP =
            Pattern.compile("galley_member_up\\{member=\"127.0.0.1:(\\d+)\",pool=\"web\"} 1.0");
    private static final String SERVER =
            """
            daemon off;
            master_process off;
            pid nginx-PORT.pid;
            error_log stderr crit;
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path body-PORT;
                proxy_temp_path proxy-PORT;
                fastcgi_temp_path fastcgi-PORT;
                uwsgi_temp_path uwsgi-PORT;
                scgi_temp_path scgi-PORT;
                limit_req_zone $server_port zone=all:1m rate=150r/s;
                server {
                    listen 127.0.0.1:PORT;
                    root .;
                    location /health { return 200; }
                    location / { limit_req zone=all burst=1000; try_files /page =404; }
                }
            }
            """;

    private final Path folder;
    private final Path file;
    private final Node node;
    private final int port = Ports.free();
    private final int admin = Ports.free();

    /// @param scale what is said of the members, beside who starts them
    Balancer(Path folder, String scale) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("galley.yaml");
        Files.writeString(folder.resolve("server.conf"), SERVER);
        Files.writeString(folder.resolve("page"), "hello");
        write(scale);
        node = new Node(folder.resolve("told"), file, List.of());
        node.serves();
    }

    private void write(String scale) throws IOException {
        String start =
                "sed s/PORT/$PORT/g server.conf > $PORT.conf && exec "
                        + Program.find("nginx")
                        + " -e stderr -p . -c $PORT.conf";
        Files.writeString(
                file,
                """
                admin: 127.0.0.1:%d
                pools:
                  web:
                    health: {type: http, path: /health, interval: 100ms, rise: 1}
                    scale:
                      %s
                      by: {command: [sh, -c, '%s'], folder: %s, logs: %s}
                listeners: [{bind: "127.0.0.1:%d", routes: [{pool: web}]}]
                """
                        .formatted(admin, scale, start, folder, folder, port));
    }

    void reload(String scale) throws IOException, InterruptedException {
        write(scale);
        node.hangUp();
    }

    /// Load on so many connections, until [#ended].
    Process load(int connections) throws IOException {
        List<String> wrk =
                List.of(
                        Program.find("wrk"),
                        "-t1",
                        "-c" + connections,
                        "-d5m",
                        "--timeout",
                        "30s",
                        "http://127.0.0.1:" + port + "/");
        return new ProcessBuilder(wrk).redirectErrorStream(true).start();
    }

    /// Ends a load.
    ///
    /// @return what wrk says of it
    static String ended(Process load) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", "" + load.pid()).start().waitFor();
        return new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// The ports of the members that serve.
    List<Integer> serving() throws IOException, InterruptedException {
        return UP.matcher(metrics())
                .results()
                .map((MatchResult line) -> Integer.valueOf(line.group(1)))
                .toList();
    }

    String metrics() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + admin + "/metrics");
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    /// Whether somebody listens there.
    static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    String told() {
        return node.told();
    }

    /// SIGTERM; its members end with it.
    @Override
    public void close() {
        node.stop();
    }
}
