// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.server.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/// What runs inside the kernel under test: two balancers behind one virtual address, of which one
/// dies while clients are connected through the kernel.
public final class Pair {
    private static final int CONNECTIONS = 24, SERVERS = 3;

    private static final String SWITCHES =
            """
            for module in ip_vs ip_vs_rr bridge veth; do modprobe $module; done
            ip link set lo up
            for net in 1 2; do ip link add br$net type bridge; ip link set br$net up; done
            ip netns add c
            ip link add c1 type veth peer name eth1 netns c; ip link set c1 master br1 up
            ip -n c link set eth1 up; ip -n c link set lo up
            ip -n c address add 10.1.0.2/24 dev eth1
            """;

    private static final String MACHINE =
            """
            ip netns add @
            for net in 1 2; do
                ip link add @$net type veth peer name eth$net netns @
                ip link set @$net master br$net up
                ip -n @ link set eth$net up
                ip -n @ address add 10.$net.0.#/24 dev eth$net
            done
            ip -n @ link set lo up
            """;

    private static final String BALANCER =
            "ip netns exec @ sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'";

    /// What comes by NAT is answered by way of the balancers' inside address.
    private static final String SERVER =
            """
            ip netns exec @ sh -c '
                cd /proc/sys/net/ipv4/conf
                echo 1 >all/arp_ignore; echo 2 >all/arp_announce; echo 0 >all/rp_filter'
            ip -n @ address add 10.1.0.101/32 dev lo
            ip -n @ rule add from 10.2.0.0/24 lookup 100
            ip -n @ route add default via 10.2.0.254 table 100
            """;

    private record Held(Client client, String host) {}

    private final Path folder;
    private final Report report;
    private final List<Held> held = new ArrayList<>();

    private Pair(Path folder) throws Exception {
        this.folder = folder;
        this.report = new Report(folder.resolve("results"));
        Shell.run(SWITCHES);
        for (int i = 1; i <= 2; i++) machine("b" + i, i == 1 ? 1 : 3, BALANCER);
        List<Host> hosts = new ArrayList<>();
        for (int i = 1; i <= SERVERS; i++) {
            machine("s" + i, 10 + i, SERVER);
            hosts.add(new Host("s" + i, List.of("10.1.0.1" + i)));
        }
        for (Host host : hosts) host.awaitOpen();
    }

    private static void machine(String name, int number, String more) {
        Shell.run((MACHINE + more).replace("@", name).replace("#", "" + number));
    }

    /// Runs, and writes down what was found.
    ///
    /// @param arguments the folder for files
    public static void main(String[] arguments) throws Exception {
        Pair pair = new Pair(Path.of(arguments[0]));
        pair.run();
        pair.report.end();
        System.exit(0);
    }

    private void run() throws Exception {
        Process first = start("b1", 150);
        start("b2", 100);
        // The kernel tells of a connection while packets come, and not again to who comes later.
        soon(() -> holds("b1") && !holds("b2") && isTold("b2"));
        report.check("24 connections by NAT and 24 by direct routing are made", this::connect);
        report.check("the standby knows all of them", () -> soon(() -> known("b2") >= 48));
        report.check(
                "all of them go on when the active machine dies",
                () -> {
                    Shell.run("ip link set b11 down; ip link set b12 down");
                    soon(() -> holds("b2"));
                    goOn();
                });
        report.check(
                "all of them go on when it comes back and takes the addresses again",
                () -> {
                    soon(() -> known("b1") >= 48);
                    Shell.run("ip link set b11 up; ip link set b12 up");
                    soon(() -> holds("b1") && !holds("b2"));
                    goOn();
                });
        report.check(
                "all of them go on when it is told to stop",
                () -> {
                    first.destroy();
                    assertThat(first.waitFor()).isZero();
                    assertThat(holds("b1")).isFalse();
                    assertThat(holds("b2")).isTrue();
                    goOn();
                });
    }

    private Process start(String machine, int priority) throws IOException {
        Path file = folder.resolve(machine + ".yaml");
        Files.writeString(
                file,
                """
                drain: 1s
                pools:
                  inside: {members: [10.2.0.11:8080, 10.2.0.12:8080, 10.2.0.13:8080]}
                  beside: {members: [10.1.0.11:80, 10.1.0.12:80, 10.1.0.13:80]}
                listeners:
                  - {bind: 10.1.0.100:80, via: nat, pool: inside}
                  - {bind: 10.1.0.101:80, via: direct, pool: beside}
                virtual-addresses:
                  - address:
                      - 10.1.0.100/24
                      - 10.1.0.101/24
                      - {address: 10.2.0.254/24, interface: eth2}
                    interface: eth1
                    router-id: 51
                    priority: %d
                    advert: 500ms
                """
                        .formatted(priority));
        return new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        machine,
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-XX:+UseSerialGC",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        file.toString())
                .inheritIO()
                .start();
    }

    private void connect() throws Exception {
        for (String address : List.of("10.1.0.100", "10.1.0.101"))
            for (int i = 0; i < CONNECTIONS; i++) {
                var service = new InetSocketAddress(InetAddress.ofLiteral(address), 80);
                Client client = Client.of(false, service);
                held.add(new Held(client, client.ask()));
            }
        goOn();
        assertThat(held.stream().map(Held::host).distinct()).hasSize(SERVERS);
    }

    private void goOn() throws IOException {
        List<String> lost = new ArrayList<>();
        for (Held one : held)
            try {
                assertThat(one.client.ask()).isEqualTo(one.host);
            } catch (IOException e) {
                lost.add(one.host + " " + e.getMessage());
            }
        assertThat(held).hasSize(2 * CONNECTIONS);
        assertThat(lost).isEmpty();
    }

    private static boolean holds(String machine) {
        String addresses = Shell.run("ip -n " + machine + " -o address show");
        return addresses.contains(" 10.1.0.100/24") && addresses.contains(" 10.2.0.254/24");
    }

    private static boolean isTold(String machine) {
        return Shell.run("ip netns exec " + machine + " ipvsadm -ln --daemon")
                .contains("backup sync daemon");
    }

    private static long known(String machine) {
        return Shell.run("ip netns exec " + machine + " ipvsadm -Lcn")
                .lines()
                .filter(line -> line.contains(" ESTABLISHED "))
                .count();
    }

    private static void soon(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
