// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/// A real nginx that speaks TLS, as a member.
final class TlsNginx implements AutoCloseable {
    private final int port;
    private final Process process;
    private final Path log;

    TlsNginx(Path parent, Authority.Pair pair, String directives) {
        this(parent, pair, directives, "");
    }

    /// @param listen more of its `listen`
    TlsNginx(Path parent, Authority.Pair pair, String directives, String listen) {
        port = Ports.free();
        try {
            Path folder = Files.createTempDirectory(parent, "nginx-");
            log = folder.resolve("log");
            Path config =
                    Files.writeString(
                            folder.resolve("nginx.conf"),
                            """
                            daemon off;
                            master_process off;
                            pid %1$s/pid;
                            error_log stderr;
                            events { worker_connections 256; }
                            http {
                                access_log off;
                                client_body_temp_path %1$s;
                                proxy_temp_path %1$s;
                                fastcgi_temp_path %1$s;
                                uwsgi_temp_path %1$s;
                                scgi_temp_path %1$s;
                                server {
                                    listen 127.0.0.1:%2$d ssl %3$s;
                                    ssl_certificate %4$s;
                                    ssl_certificate_key %5$s;
                                    %6$s
                                }
                            }
                            """
                                    .formatted(
                                            folder,
                                            port,
                                            listen,
                                            pair.cert(),
                                            pair.key(),
                                            directives));
            process =
                    new ProcessBuilder(
                                    Program.find("nginx").orElseThrow().toString(),
                                    "-e",
                                    "stderr",
                                    "-p",
                                    folder.toString(),
                                    "-c",
                                    config.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().until(this::accepts);
    }

    private boolean accepts() throws IOException {
        if (!process.isAlive()) throw new IllegalStateException(Files.readString(log));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
