// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two whole Galleys with an HTTP listener on a virtual address, and a client.
@NeedsNetwork
class BalancerTest {
    private static final String ADDRESS = "10.0.0.100";

    private final Lan lan = new Lan();
    private final Host one = lan.host(1), two = lan.host(2), client = lan.host(9);
    @TempDir private Path folder;

    @BeforeEach
    void begin() throws IOException {
        Files.createFile(healthy(one));
        Files.createFile(healthy(two));
    }

    /// A machine is well as long as this file is there.
    private Path healthy(Host host) {
        return folder.resolve("healthy-" + host.number());
    }

    @AfterEach
    void end() {
        lan.close();
    }

    /// Both have the same file, but for their priority and for what they answer.
    private Balancer balancer(Host host, int priority) throws IOException {
        return new Balancer(
                folder,
                host,
                """
                pools: {gone: {members: "127.0.0.1:27001", health: {type: tcp, interval: 100ms}}}
                listeners:
                  - bind: 10.0.0.100:27080
                    routes: [respond: {body: machine %d}]
                virtual-addresses:
                  - address: 10.0.0.100/24
                    interface: eth0
                    router-id: 51
                    priority: %d
                    advert: 100ms
                    track:
                      - {type: command, argv: [test, -e, %s], interval: 50ms, lower: 60}
                      - {type: pool, pool: gone, lower: 1}
                """
                        .formatted(host.number(), priority, healthy(host)));
    }

    /// Asks the virtual address.
    ///
    /// @return which machine has answered; empty: none
    private String ask() {
        return client.call(() -> {
            try (Socket socket = new Socket()) {
                socket.setSoTimeout(500);
                socket.connect(new InetSocketAddress(ADDRESS, 27080), 500);
                socket.getOutputStream()
                        .write("GET / HTTP/1.0\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
                return answer.substring(answer.indexOf("machine"));
            } catch (IOException e) {
                return "";
            }
        });
    }

    private void answers(String machine) {
        Router.soon(() -> ask().equals(machine));
    }

    @Test
    void whenTheActiveProcessIsKilledTheOtherOneServesAndTheAddressLeavesTheDeadOne()
            throws IOException {
        try (Balancer first = balancer(one, 150);
                Balancer second = balancer(two, 100)) {
            answers("machine 1");
            first.signal("KILL");
            second.tells("10.0.0.100 is active: no advert");
            answers("machine 2");
            Router.soon(() -> !one.has(ADDRESS));
        }
    }

    @Test
    void whoIsToldToStopHandsOverFirstAndNoProbeIsLost() throws IOException {
        try (Balancer first = balancer(one, 150);
                Balancer second = balancer(two, 100)) {
            answers("machine 1");
            second.tells("stands by");
            try (Ping ping = new Ping(client, ADDRESS)) {
                first.signal("TERM");
                assertThat(first.exit()).isZero();
                assertThat(one.has(ADDRESS)).isFalse();
                ping.more(100);
                assertThat(ping.lost()).as(first.told() + second.told()).isZero();
            }
            assertThat(ask()).isEqualTo("machine 2");
            assertThat(first.told())
                    .contains("is handed over: leaving", "takes no part: 10.0.0.2 has taken over");
        }
    }

    @Test
    void whoStoodStillWhileTheOtherTookOverDoesNotHoldTheAddressWhenItGoesOn() throws IOException {
        try (Balancer first = balancer(one, 150);
                Balancer second = balancer(two, 100)) {
            answers("machine 1");
            first.signal("STOP");
            second.tells("is active: no advert");
            Router.soon(() -> !one.has(ADDRESS));
            answers("machine 2");
            first.signal("CONT");
            first.tells("stands by: did not run, and 10.0.0.2 has taken over meanwhile");
            second.tells("stands by: 10.0.0.1 has priority 149, this one 99");
            answers("machine 1");
        }
    }

    private static String status(Host host) {
        return Tool.run(
                        "ip netns exec %s curl -s http://127.0.0.1:27100/v1/status"
                                .formatted(host.namespace()))
                .replaceAll("\\s", "");
    }

    @Test
    void whatIsTrackedMovesTheAddressAndIsToldWithItsReason() throws IOException {
        try (Balancer first = balancer(one, 150);
                Balancer second = balancer(two, 100)) {
            answers("machine 1");
            second.tells("has priority 99: pool gone has 0 of 1 members up");
            Files.delete(healthy(one));
            first.tells("has priority 89: command test: exit status 1, pool gone has 0 of 1");
            second.tells("is active: 10.0.0.1 has a lower priority");
            answers("machine 2");
            assertThat(status(one)).contains("\"priority\":89,\"configured\":150");
            Files.createFile(healthy(one));
            answers("machine 1");
            assertThat(status(one)).contains("\"priority\":149,\"configured\":150");
        }
    }
}
