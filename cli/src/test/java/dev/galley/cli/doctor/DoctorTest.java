// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.cli.doctor.Finding.Level;
import dev.galley.config.Config;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final String POOLS = "pools: {web: {members: [\"10.0.0.11:80\"]}}\nlisteners:\n";
    private static final String PROXY = "  - {bind: \":8080\", routes: [{pool: web}]%s}\n";
    private static final String KERNEL = "  - {bind: \"10.0.0.100:80\", via: %s, pool: web}\n";

    private static Config file(String listener, String... words) {
        return Config.parse("f", POOLS + listener.formatted((Object[]) words), Map.of());
    }

    private static List<String> wrong(Config config, Machine machine) {
        return told(config, machine, Level.WRONG);
    }

    private static List<String> advice(Config config, Machine machine) {
        return told(config, machine, Level.ADVICE);
    }

    /// Each as `subject: detail -> command`.
    private static List<String> told(Config config, Machine machine, Level level) {
        return Doctor.findings(config, machine).stream()
                .filter(f -> f.level() == level)
                .map(f -> f.subject() + ": " + f.detail() + " -> " + f.remedy().command())
                .toList();
    }

    @Test
    void whereAllIsAsItShouldBeNothingIsFoundWrong() {
        for (Config config :
                List.of(
                        file(PROXY, ""),
                        file(PROXY, ", flood: {syn: cookies, deny: true}"),
                        file(KERNEL, "nat"),
                        file(KERNEL, "direct")))
            assertThat(Doctor.findings(config, new Given()))
                    .isNotEmpty()
                    .allMatch(f -> f.level() == Level.OK && f.remedy() == null);
    }

    @Test
    void packetsMustBePassedOnForNatButNotForDirect() {
        Given machine = new Given().with("net.ipv4.ip_forward", "0");
        assertThat(wrong(file(KERNEL, "nat"), machine))
                .containsExactly(
                        "net.ipv4.ip_forward: is 0: via: nat passes packets between links"
                                + " -> sysctl -w net.ipv4.ip_forward=1");
        assertThat(wrong(file(KERNEL, "direct"), machine)).isEmpty();
        assertThat(wrong(file(PROXY, ""), machine)).isEmpty();
    }

    @Test
    void ipvsThatIsInstalledIsToBeLoadedAndATunnelNeedsIt() {
        assertThat(wrong(file(KERNEL, "tunnel"), new Given()))
                .singleElement()
                .asString()
                .startsWith("ip_vs: this kernel has no IPVS, which via: tunnel needs");
        Given installed =
                new Given().file("/lib/modules/6.1.0/modules.dep", "kernel/ip_vs/ip_vs.ko: x.ko\n");
        assertThat(wrong(file(KERNEL, "tunnel"), installed)).isEmpty();
        assertThat(advice(file(KERNEL, "nat"), installed))
                .singleElement()
                .asString()
                .endsWith("-> modprobe ip_vs");
    }

    @Test
    void settingsOfIpvsAreLookedAtWhereItIs() {
        Given machine =
                new Given()
                        .file("/proc/net/ip_vs", "IP Virtual Server\n")
                        .with("net.ipv4.vs.expire_nodest_conn", "0");
        assertThat(advice(file(KERNEL, "nat"), machine))
                .singleElement()
                .asString()
                .endsWith("-> sysctl -w net.ipv4.vs.expire_nodest_conn=1");
    }

    @Test
    void aMemberThatIsReachedDirectlyMustBeOnALink() {
        Given elsewhere = new Given().link("eth0", 1500, "10.7.0.1", 24);
        assertThat(wrong(file(KERNEL, "direct"), elsewhere))
                .singleElement()
                .asString()
                .startsWith("member 10.0.0.11: is on no link of this machine");
        assertThat(wrong(file(KERNEL, "nat"), elsewhere)).isEmpty();
        assertThat(advice(file(KERNEL, "nat"), elsewhere)).hasSize(1);
    }

    @Test
    void aTunnelMustFitIntoItsLink() {
        Given machine = new Given().file("/proc/net/ip_vs", "");
        assertThat(advice(file(KERNEL, "tunnel"), machine))
                .containsExactly(
                        "member 10.0.0.11: is reached through eth0 with an MTU of 1500: a packet of"
                                + " 1500 bytes does not fit into a tunnel there -> ip link set eth0"
                                + " mtu 1520 (if all on that link can), or have the servers"
                                + " announce an MSS of 1440");
        machine.link("eth0", 1520, "10.0.0.1", 24);
        assertThat(advice(file(KERNEL, "tunnel"), machine)).isEmpty();
        machine.link("eth0", 1400, "10.7.0.1", 24);
        assertThat(advice(file(KERNEL, "tunnel"), machine)).hasSize(1);
    }

    @Test
    void whoIsNotRootIsToldWhatIsMissing() {
        Given nobody = new Given().may("0000000000000000");
        assertThat(wrong(file(KERNEL, "nat"), nobody))
                .anyMatch(f -> f.startsWith("CAP_NET_ADMIN: is missing"))
                .anyMatch(f -> f.startsWith("CAP_NET_BIND_SERVICE: is missing, and it listens on"));
        assertThat(wrong(file(PROXY, ""), nobody)).isEmpty();
        assertThat(wrong(file(KERNEL, "nat"), nobody.may("0000000000001400"))).isEmpty();
    }

    @Test
    void floodsNeedALibraryCookiesAndRoomForConnections() {
        Given machine =
                new Given()
                        .withoutLibraries()
                        .with("net.ipv4.tcp_syncookies", "0")
                        .with("net.netfilter.nf_conntrack_count", "250000");
        assertThat(wrong(file(PROXY, ", flood: cookies"), machine))
                .anyMatch(f -> f.contains("apt-get install libnftables1"))
                .anyMatch(f -> f.endsWith("sysctl -w net.ipv4.tcp_syncookies=1"))
                .anyMatch(f -> f.endsWith("sysctl -w net.netfilter.nf_conntrack_max=1048576"));
        assertThat(wrong(file(PROXY, ""), machine)).isEmpty();
    }

    @Test
    void filesAndBacklogMustBeEnoughForTheConnections() {
        Given machine = new Given().limits(1024, 0).with("net.core.somaxconn", "128");
        assertThat(advice(file(PROXY, ""), machine))
                .containsExactly(
                        "net.core.somaxconn: is 128: bursts of new connections overflow the queue"
                                + " of those to be accepted -> sysctl -w net.core.somaxconn=4096",
                        "open files: 1,024 at the most: 100,000 connections of clients, and as many"
                                + " to members, do not fit -> ulimit -n 201000 (in a unit:"
                                + " LimitNOFILE=201000), or lower limits of connections in the"
                                + " file");
    }

    @Test
    void pingNeedsTheGroupOrTheCapability() {
        Config pings =
                Config.parse(
                        "f", "pools: {web: {members: [\"10.0.0.11:80\"], health: ping}}", Map.of());
        Given nobody = new Given().may("0000000000000000");
        assertThat(wrong(pings, nobody))
                .singleElement()
                .asString()
                .endsWith("-> sysctl -w net.ipv4.ping_group_range='0 2147483647'");
        assertThat(wrong(pings, nobody.with("net.ipv4.ping_group_range", "0\t100"))).isEmpty();
        assertThat(wrong(pings, new Given())).isEmpty();
    }

    @Test
    void anAddressThatTheMachineDoesNotHaveIsNoPlaceToListen() {
        Config config = file("  - {bind: \"10.0.0.9:8080\", routes: [{pool: web}]}\n");
        assertThat(wrong(config, new Given()))
                .singleElement()
                .asString()
                .startsWith("listener 10.0.0.9:8080: is on an address that this machine does not");
        Config own = file("  - {bind: \"10.0.0.1:8080\", routes: [{pool: web}]}\n");
        assertThat(wrong(own, new Given())).isEmpty();
    }

    @Test
    void virtualAddressesAndFastAdvertsHaveNeedsOfTheirOwn() {
        String group = "virtual-addresses: [{address: %s/24, interface: eth0, router-id: 1%s}]\n";
        String address = "10.0.0.9";
        Config fast = file(PROXY + group, "", address, ", advert: 100ms");
        Config calm = file(PROXY.replace(":8080", address + ":8080") + group, "", address, "");
        Given machine =
                new Given()
                        .may("0000000000000000")
                        .with("net.ipv4.conf.all.arp_ignore", "0")
                        .with("net.ipv4.conf.all.arp_announce", "2");
        assertThat(Doctor.findings(fast, machine))
                .extracting(Finding::subject)
                .contains("CAP_NET_RAW", "SCHED_FIFO", "net.ipv4.conf.all.arp_ignore");
        assertThat(Doctor.findings(calm, machine))
                .extracting(Finding::subject)
                .contains("CAP_NET_RAW", "net.ipv4.conf.all.arp_ignore")
                .doesNotContain("SCHED_FIFO", "listener 10.0.0.9:8080");
        assertThat(Doctor.findings(fast, machine.limits(1024, 50)))
                .anyMatch(f -> f.subject().equals("SCHED_FIFO") && f.level() == Level.OK);
    }

    @Test
    void whatIsToBeDoneOnServersIsToldByTheWay() {
        assertThat(commands("nat")).containsExactly("ip route replace default via 10.0.0.1");
        assertThat(commands("direct"))
                .containsExactly(
                        "sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2",
                        "ip addr add 10.0.0.100/32 dev lo");
        assertThat(commands("tunnel"))
                .contains("modprobe ipip", "ip addr add 10.0.0.100/32 dev tunl0")
                .anyMatch(c -> c.contains("rp_filter=0"));
        assertThat(Doctor.servers(file(PROXY, ""), new Given())).isEmpty();
    }

    private static List<String> commands(String way) {
        return Doctor.servers(file(KERNEL, way), new Given()).getFirst().commands();
    }

    @Test
    void onlyWhatAMachineCanDoByItselfIsDone() {
        Given machine =
                new Given()
                        .with("net.ipv4.ip_forward", "0")
                        .file("/lib/modules/6.1.0/modules.dep", "kernel/ip_vs/ip_vs.ko:\n")
                        .limits(1024, 0)
                        .may("0000000000000000");
        List<Finding> findings = Doctor.findings(file(KERNEL, "nat"), machine);
        assertThat(Doctor.fix(findings, r -> r instanceof Remedy.Module ? "no" : ""))
                .extracting(d -> d.remedy().command() + " " + d.failure())
                .containsExactlyInAnyOrder("sysctl -w net.ipv4.ip_forward=1 ", "modprobe ip_vs no");
    }
}
