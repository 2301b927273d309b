// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.it.kernel.ipvs.Services.Kind;
import dev.galley.reach.kernel.Kernel;
import dev.galley.reach.kernel.ServiceKey;
import dev.galley.reach.kernel.Table;
import dev.galley.reach.kernel.ipvs.Ipvs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What runs inside the kernel under test: one network, one Galley after another, one client.
public final class Inside {
    /// A service that somebody else has made.
    private static final String OTHERS = "-A -t 10.1.0.103:22 -s wlc -p 77 -b flag-1";

    /// One of each pool.
    private static final List<Kind> POOLS = Kind.all().filter(kind -> !kind.udp()).toList();

    private static final Kind NAT = new Kind("nat", false, false);

    /// As ipvsadm has them, with a weight of 1.
    private static final Map<String, String> METHODS =
            Map.of("nat", "-m -w 1", "direct", "-g -w 1", "tunnel", "-i -w 1 --tun-type ipip");

    private final Kernel kernel = Objects.requireNonNull(Ipvs.find());
    private final Report report;
    private final Network network;
    private final Balancer galley;

    private Inside(Path folder) throws IOException, InterruptedException {
        report = new Report(folder.resolve("results"));
        network = new Network();
        galley = new Balancer(folder);
    }

    /// Tries everything once.
    ///
    /// @param arguments the folder for files
    public static void main(String[] arguments) throws Exception {
        Inside inside = new Inside(Path.of(arguments[0]));
        inside.run();
        inside.report.end();
        System.exit(0);
    }

    private void run() throws Exception {
        Shell.run("ipvsadm " + OTHERS + "; ipvsadm -a -t 10.1.0.103:22 -r 10.2.0.11:22 -m -w 9");
        galley.write(new Services(3).yaml());
        galley.start();
        for (Kind kind : Kind.all().toList())
            report.check(kind + " reaches all members in turn", () -> shares(kind, 3));
        report.check("ipvsadm sees what the file says", this::witness);
        report.check("connections and bytes are in the metrics", this::metrics);
        List<Held> held = hold();
        report.check(
                "a member that fails gets nothing new, its clients are told, and the others go on",
                () -> fails(held));
        report.check(
                "a member that is back gets its share again, and is counted once",
                () -> back(held));
        report.check(
                "under traffic members drain, come back, are added and go", () -> changes(held));
        report.check(
                "a member that drains gets nothing new and keeps what it has", () -> drains(held));
        report.check("a new member gets its share, and connections go on", () -> added(held));
        restarts(held);
        report.check(
                "a service that leaves the file waits for its connections", () -> leaves(held));
        end(held, "nat");
        report.check("hash by source keeps a client at its member", () -> hashes());
        report.check("the kernel's connections are told to peers", this::sync);
        report.check("what others have configured is as it was", this::others);
        ends();
    }

    private static Client connect(Kind kind) throws Exception {
        return Client.of(kind.udp(), kind.address());
    }

    /// How often each member answers.
    private static Map<String, Integer> shared(Kind kind, int clients) throws Exception {
        Map<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < clients; i++)
            try (Client client = connect(kind)) {
                answers.merge(client.ask(), 1, Integer::sum);
            }
        return answers;
    }

    private static void shares(Kind kind, int members) throws Exception {
        Map<String, Integer> wanted = new TreeMap<>();
        for (int i = 1; i <= members; i++) wanted.put("s" + i, 2);
        assertThat(shared(kind, 2 * members)).isEqualTo(wanted);
    }

    private static String ipvsadm() {
        return Shell.run("ipvsadm -Sn");
    }

    private void witness() {
        List<String> wanted = new ArrayList<>();
        wanted.add(OTHERS);
        wanted.add("-a -t 10.1.0.103:22 -r 10.2.0.11:22 -m -w 9");
        for (Kind kind : Kind.all().toList()) {
            String service = (kind.udp() ? " -u " : " -t ") + Kind.text(kind.address());
            String method = METHODS.get(kind.via());
            wanted.add("-A" + service + " -s rr -b flag-3");
            for (int i = 1; i <= 3; i++)
                wanted.add("-a" + service + " -r " + kind.member(i) + " " + method);
        }
        assertThat(ipvsadm().lines().map(String::strip))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    private void metrics() {
        // Two by TCP, and two by UDP.
        Balancer.until(() -> requests("nat4", "10.2.0.11:8080") == 4);
        Balancer.until(() -> requests("direct6", "[fd01::11]:80") == 4);
        Balancer.until(() -> bytes("received", "direct4", "10.1.0.11:80") > 0);
        Balancer.until(() -> bytes("sent", "nat4", "10.2.0.11:8080") > 0);
    }

    private double requests(String pool, String member) throws Exception {
        return galley.metric("requests_total{code=\"none\",", pool, member);
    }

    private double bytes(String which, String pool, String member) throws Exception {
        return galley.metric(which + "_bytes_total{", pool, member);
    }

    /// A connection, and who has it.
    private record Held(Kind kind, Client client, String host) {}

    /// Three connections by each way, one to each member.
    private static List<Held> hold() throws Exception {
        List<Held> held = new ArrayList<>();
        for (Kind kind : POOLS)
            for (int i = 0; i < 3; i++) {
                Client client = connect(kind);
                held.add(new Held(kind, client, client.ask()));
            }
        return held;
    }

    /// Each is answered by who has it.
    private static void goOn(List<Held> held) throws IOException {
        assertThat(held).isNotEmpty();
        for (Held one : held) assertThat(one.client.ask()).as("" + one.kind).isEqualTo(one.host);
    }

    private static void end(List<Held> held, String via) throws IOException {
        for (Held one : held) if (one.kind.via().equals(via)) one.client.close();
        held.removeIf(one -> one.kind.via().equals(via));
    }

    /// Waits until a member has this weight in all services.
    ///
    /// @param wanted -1: until it is not there
    private void await(int host, int wanted) {
        Balancer.until(() -> {
            Table table = kernel.table();
            return Kind.all().allMatch(kind -> weight(table, kind, host) == wanted);
        });
    }

    private static int weight(Table table, Kind kind, int host) {
        var entry = table.ours().get(new ServiceKey(kind.address(), kind.udp()));
        return entry.destinations().values().stream()
                .filter(held -> Kind.text(held.destination().address()).equals(kind.member(host)))
                .mapToInt(held -> held.destination().weight())
                .findFirst()
                .orElse(-1);
    }

    private void fails(List<Held> held) throws Exception {
        network.host(1).close();
        await(1, -1);
        for (Kind kind : Kind.all().toList())
            assertThat(shared(kind, 2)).as("" + kind).isEqualTo(Map.of("s2", 1, "s3", 1));
        for (Held one : held)
            if (one.host.equals("s1"))
                assertThatThrownBy(one.client::ask).hasMessageContaining("reset");
        held.removeIf(one -> one.host.equals("s1"));
        goOn(held);
    }

    private void back(List<Held> held) throws Exception {
        network.host(1).reopen();
        await(1, 1);
        shares(NAT, 3);
        goOn(held);
        // Two by TCP, two by UDP, one that was held, and two just now.
        Balancer.until(() -> requests("nat4", "10.2.0.11:8080") == 7);
    }

    private void drains(List<Held> held) throws Exception {
        for (Kind kind : POOLS) galley.drain(kind.pool(), encoded(kind.member(2)));
        await(2, 0);
        for (Kind kind : Kind.all().toList())
            assertThat(shared(kind, 4)).as("" + kind).isEqualTo(Map.of("s1", 2, "s3", 2));
        goOn(held);
        for (Kind kind : POOLS) galley.enable(kind.pool(), encoded(kind.member(2)));
        await(2, 1);
    }

    /// No client fails, nor do those who stay connected.
    private void changes(List<Held> held) throws Exception {
        try (Load load = new Load()) {
            for (Kind kind : POOLS) galley.drain(kind.pool(), encoded(kind.member(2)));
            await(2, 0);
            galley.reload(new Services(4).yaml());
            await(4, 1);
            for (Kind kind : POOLS) galley.enable(kind.pool(), encoded(kind.member(2)));
            await(2, 1);
            galley.reload(new Services(3).yaml());
            await(4, -1);
            int served = load.served();
            Balancer.until(() -> load.served() > served + 24);
            goOn(held);
            assertThat(load.end()).isEmpty();
        }
    }

    private static String encoded(String member) {
        return member.replace("[", "%5B").replace("]", "%5D");
    }

    private void added(List<Held> held) throws Exception {
        galley.reload(new Services(4).yaml());
        for (Kind kind : Kind.all().toList()) shares(kind, 4);
        goOn(held);
    }

    private void restarts(List<Held> held) throws Exception {
        String before = ipvsadm();
        report.check(
                "SIGTERM leaves the kernel forwarding",
                () -> {
                    galley.stop();
                    assertThat(ipvsadm()).isEqualTo(before);
                    goOn(held);
                    shares(NAT, 4);
                });
        report.check(
                "a start takes over what is there, and no connection is touched",
                () -> {
                    galley.start();
                    assertThat(ipvsadm()).isEqualTo(before);
                    goOn(held);
                    assertThat(galley.told()).contains("10.1.0.100:80  * -> nat4 (nat by IPVS)");
                });
        report.check(
                "so it is after SIGKILL",
                () -> {
                    galley.kill();
                    galley.start();
                    assertThat(ipvsadm()).isEqualTo(before);
                    goOn(held);
                    shares(NAT, 4);
                });
        report.check(
                "what was in the file of a Galley before goes, and nothing else",
                () -> {
                    galley.kill();
                    galley.write(new Services(4).without("tunnel").yaml());
                    galley.start();
                    String wanted = before.replaceAll("(?m)^.*(10.1.0.102|fd01::102).*\n", "");
                    assertThat(ipvsadm()).contains("-A -t 10.1.0.102:80", "-A -t [fd01::102]:80");
                    assertThat(ipvsadm()).doesNotContain("-i -w 1");
                    goOn(held);
                    end(held, "tunnel");
                    Balancer.until(() -> ipvsadm().equals(wanted));
                    goOn(held);
                });
        report.check("a second Galley is refused beside the first", this::second);
    }

    private void second() throws Exception {
        Path folder = Files.createTempDirectory("second");
        Balancer other = new Balancer(folder);
        other.write("admin: 127.0.0.1:9901\n" + new Services(1).yaml());
        assertThat(other.refused())
                .contains("another Galley has listeners in the kernel of this network namespace");
    }

    private void leaves(List<Held> held) throws Exception {
        galley.reload(new Services(4).without("tunnel").without("direct").yaml());
        assertThatThrownBy(() -> shared(new Kind("direct", false, false), 1))
                .isInstanceOf(IOException.class);
        goOn(held);
        end(held, "direct");
        Balancer.until(() -> !ipvsadm().contains("10.1.0.101") && !ipvsadm().contains("fd01::101"));
        goOn(held);
    }

    private void hashes() throws Exception {
        galley.reload(new Services(4).without("tunnel").without("direct").with("hash").yaml());
        assertThat(ipvsadm()).contains("-s mh -b mh-fallback");
        Map<String, Integer> one = shared(NAT, 8);
        assertThat(one).hasSize(1);
        String host = one.keySet().iterator().next();
        int number = Integer.parseInt(host.substring(1));
        galley.drain("nat4", NAT.member(number));
        Balancer.until(() -> weight(kernel.table(), NAT, number) == 0);
        assertThat(shared(NAT, 8)).hasSize(1).doesNotContainKeys(host);
        galley.enable("nat4", NAT.member(number));
    }

    private void sync() throws Exception {
        kernel.startSync("br1", 51);
        kernel.startSync("br1", 51);
        assertThat(Shell.run("ipvsadm -ln --daemon"))
                .contains("master sync daemon (mcast=br1, syncid=51")
                .contains("backup sync daemon (mcast=br1, syncid=51");
        assertThatThrownBy(() -> kernel.startSync("br2", 51))
                .hasMessageContaining("while another sync runs");
        kernel.stopSync();
        assertThat(Shell.run("ipvsadm -ln --daemon").strip()).isEmpty();
    }

    private void others() {
        assertThat(ipvsadm())
                .contains(OTHERS + "\n", "-a -t 10.1.0.103:22 -r 10.2.0.11:22 -m -w 9");
    }

    private void ends() throws Exception {
        report.check(
                "a service that others have is refused",
                () -> {
                    galley.stop();
                    galley.write(
                            """
                            pools: {web: {members: "10.2.0.11:22"}}
                            listeners: [{bind: "10.1.0.103:22", via: nat, pool: web}]
                            """);
                    assertThat(galley.refused())
                            .contains("IPVS has 10.1.0.103:22 already, and not from Galley");
                    others();
                });
        report.check(
                "with on-stop: remove nothing stays",
                () -> {
                    String file = new Services(4).yaml();
                    galley.write(file.replace("via: nat", "on-stop: remove, via: nat"));
                    galley.start();
                    galley.stop();
                    assertThat(ipvsadm()).doesNotContain("10.1.0.100").contains("10.1.0.101");
                    others();
                });
        report.check(
                "persistence and limits are the kernel's",
                () -> {
                    galley.write(
                            """
                            pools:
                              web:
                                members:
                                  - {address: "10.2.0.11:8080", max-connections: 2}
                                  - {address: "10.2.0.12:8080", max-connections: 2}
                                persistence: {type: source, ttl: 60s, ipv4-prefix: 24}
                              limited: {members: [{address: "10.2.0.11:8080", max-connections: 2}]}
                            listeners:
                              - {bind: "10.1.0.100:80", via: nat, pool: web}
                              - {bind: "10.1.0.100:81", via: nat, pool: limited}
                            """);
                    galley.start();
                    assertThat(ipvsadm())
                            .contains("-A -t 10.1.0.100:80 -s rr -p 60 -M 255.255.255.0 -b flag-3");
                    assertThat(shared(NAT, 2)).hasSize(1);
                    limited(new InetSocketAddress("10.1.0.100", 81));
                    galley.stop();
                });
    }

    private static void limited(InetSocketAddress service) throws Exception {
        try (Client one = Client.of(false, service);
                Client two = Client.of(false, service)) {
            assertThat(one.ask() + two.ask()).isEqualTo("s1s1");
            assertThatThrownBy(() -> Client.of(false, service)).isInstanceOf(IOException.class);
        }
    }
}
