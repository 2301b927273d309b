// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.dns;

import static org.awaitility.Awaitility.await;

import dev.galley.config.Address;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A real dnsmasq that answers for hosts of a file, with a TTL of a second.
final class Dnsmasq implements AutoCloseable {
    /// No connection of another program begins here, and takes the port.
    private static final String HOST = "127.0.0.53";

    private final Path hosts, log;
    private final Process process;
    private final int port;

    Dnsmasq(Path folder, String... lines) throws IOException {
        this(folder, freePort(), lines);
    }

    private Dnsmasq(Path folder, int port, String... lines) throws IOException {
        this.hosts = folder.resolve("hosts");
        this.log = folder.resolve("log");
        this.port = port;
        Files.writeString(hosts, String.join("\n", lines) + "\n");
        this.process =
                new ProcessBuilder(
                                Tool.path("dnsmasq").orElseThrow().toString(),
                                "--keep-in-foreground",
                                "--log-facility=-",
                                "--conf-file=/dev/null",
                                "--pid-file=",
                                "--user=",
                                "--no-resolv",
                                "--no-hosts",
                                "--local=/test/",
                                "--local-ttl=1",
                                "--srv-host=_web._tcp.srv.test,one.test,8081",
                                "--addn-hosts=" + hosts,
                                "--port=" + port,
                                "--listen-address=" + HOST,
                                "--bind-interfaces")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        await().until(this::started);
    }

    /// After {@link #close}, again on the same port.
    Dnsmasq again(String... lines) throws IOException {
        return new Dnsmasq(hosts.getParent(), port, lines);
    }

    Address address() {
        return new Address(HOST, port);
    }

    private boolean started() throws IOException {
        String said = Files.readString(log);
        if (!process.isAlive()) throw new IllegalStateException("dnsmasq has ended: " + said);
        return said.contains("started, version");
    }

    /// Answers with other hosts from now on.
    void hosts(String... lines) throws IOException, InterruptedException {
        Files.writeString(hosts, String.join("\n", lines) + "\n");
        new ProcessBuilder("kill", "-HUP", "" + process.pid()).start().waitFor();
    }

    /// One that is free for TCP and for UDP.
    private static int freePort() throws IOException {
        InetAddress host = InetAddress.getByName(HOST);
        while (true)
            try (ServerSocket tcp = new ServerSocket(0, 1, host);
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), host)) {
                return udp.getLocalPort();
            } catch (BindException taken) {
                // for UDP: the next one may be free
            }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
