// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import dev.galley.it.net.Ports;
import dev.galley.it.net.Soon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// A real nginx as a backend: one process, in a folder of its own.
public final class Nginx implements AutoCloseable {
    private final Path folder;
    private final InetSocketAddress at;
    private final Process process;

    /// Starts it on a free port of 127.0.0.1, with these directives in its `server`.
    Nginx(String directives) {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()), directives);
    }

    /// Starts it at this address.
    public Nginx(InetSocketAddress at, String directives) {
        this.at = at;
        try {
            folder = Files.createTempDirectory("galley-nginx-");
            Path config = Files.writeString(folder.resolve("nginx.conf"), config(directives));
            process =
                    new ProcessBuilder(
                                    path().orElseThrow().toString(),
                                    "-e",
                                    "stderr",
                                    "-p",
                                    folder.toString(),
                                    "-c",
                                    config.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Soon.until(this::accepts);
    }

    private String config(String directives) {
        return """
        daemon off;
        master_process off;
        pid %1$s/pid;
        error_log stderr;
        events { worker_connections 1024; }
        http {
            access_log off;
            client_body_temp_path %1$s;
            proxy_temp_path %1$s;
            fastcgi_temp_path %1$s;
            uwsgi_temp_path %1$s;
            scgi_temp_path %1$s;
            server { listen %2$s; %3$s }
        }
        """
                .formatted(folder, address(), directives);
    }

    static boolean installed() {
        return path().isPresent();
    }

    private static Optional<Path> path() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private boolean accepts() throws IOException {
        if (!process.isAlive())
            throw new IllegalStateException(Files.readString(folder.resolve("log")));
        try (Socket socket = new Socket(at.getAddress(), at.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    String address() {
        return at.getAddress().getHostAddress() + ":" + at.getPort();
    }

    /// SIGKILL: its connections break wherever they are.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
