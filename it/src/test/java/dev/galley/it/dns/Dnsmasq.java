// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.dns;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A real dnsmasq that answers for hosts of a file, with a TTL of a second.
final class Dnsmasq implements AutoCloseable {
    private final Path hosts;
    private final Process process;
    final int port;

    Dnsmasq(Path folder, int port, String... lines) throws IOException {
        this.hosts = folder.resolve("hosts");
        this.port = port == 0 ? freePort() : port;
        Files.writeString(hosts, String.join("\n", lines) + "\n");
        this.process =
                new ProcessBuilder(
                                Tool.path("dnsmasq").orElseThrow().toString(),
                                "--keep-in-foreground",
                                "--conf-file=/dev/null",
                                "--pid-file=",
                                "--user=",
                                "--no-resolv",
                                "--no-hosts",
                                "--local=/test/",
                                "--local-ttl=1",
                                "--srv-host=_web._tcp.srv.test,one.test,8081",
                                "--addn-hosts=" + hosts,
                                "--port=" + this.port,
                                "--listen-address=127.0.0.1",
                                "--bind-interfaces")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        await().until(this::accepts);
    }

    private boolean accepts() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /// Answers with other hosts from now on.
    void hosts(String... lines) throws IOException, InterruptedException {
        Files.writeString(hosts, String.join("\n", lines) + "\n");
        new ProcessBuilder("kill", "-HUP", "" + process.pid()).start().waitFor();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
