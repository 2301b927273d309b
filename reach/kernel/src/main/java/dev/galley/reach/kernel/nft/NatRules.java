// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import static dev.galley.reach.kernel.Forwarding.NAT;

import dev.galley.reach.kernel.nft.Forwarded.Member;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Translation of addresses, as commands for an [NftTable]. A map leads from what clients send to,
/// to the chain of a service (`s`), and that to the chain of a member (`d`), which translates.
/// Connection tracking keeps what was chosen: only the first packet of a connection comes here, so
/// that a member that gets nothing new goes on with what it has.
final class NatRules {
    private NatRules() {}

    static String base() {
        return """
        add map @T services4 { type ipv4_addr . inet_proto . inet_service : verdict; }
        add map @T services6 { type ipv6_addr . inet_proto . inet_service : verdict; }
        add chain @T prerouting { type nat hook prerouting priority -100; }
        add chain @T output { type nat hook output priority -100; }
        add chain @T counting { type filter hook forward priority -10; }
        add rule @T prerouting ip daddr . meta l4proto . th dport vmap @services4
        add rule @T prerouting ip6 daddr . meta l4proto . th dport vmap @services6
        add rule @T output ip daddr . meta l4proto . th dport vmap @services4
        add rule @T output ip6 daddr . meta l4proto . th dport vmap @services6
        """;
    }

    /// Makes the table have a service as it is to be.
    ///
    /// @param before null: it was not there
    /// @param after null: it goes
    static String change(@Nullable Forwarded before, @Nullable Forwarded after) {
        if (after == null) return before == null ? "" : remove(before);
        StringBuilder all = new StringBuilder(before == null ? add(after) : "");
        List<Member> was = before == null ? List.of() : before.by(NAT), is = after.by(NAT);
        for (Member member : is)
            if (was.stream().noneMatch(m -> m.number() == member.number()))
                all.append(add(after, member));
        all.append(choose(after));
        for (Member member : was)
            if (is.stream().noneMatch(m -> m.number() == member.number()))
                all.append(remove(member));
        return all.toString();
    }

    private static String add(Forwarded service) {
        return "add chain @T s%d\nadd element @T %s { %s : goto s%d }\n"
                .formatted(service.number(), map(service), service.key(), service.number());
    }

    private static String remove(Forwarded service) {
        StringBuilder all = new StringBuilder();
        all.append("delete element @T %s { %s }\n".formatted(map(service), service.key()));
        all.append("flush chain @T s%d\n".formatted(service.number()));
        all.append("delete chain @T s%d\n".formatted(service.number()));
        service.by(NAT).forEach(member -> all.append(remove(member)));
        return all.toString();
    }

    private static String map(Forwarded service) {
        return service.service().key().isIpv6() ? "services6" : "services4";
    }

    /// Chooses by what the service is now, from the next connection on.
    private static String choose(Forwarded service) {
        String choice = service.choice(NAT).go("d", service::number);
        String flush = "flush chain @T s" + service.number() + "\n";
        return choice.isEmpty()
                ? flush
                : flush + "add rule @T s" + service.number() + " " + choice + "\n";
    }

    private static String add(Forwarded service, Member member) {
        InetSocketAddress to = member.destination().address();
        String host = to.getAddress().getHostAddress();
        String text = service.service().key().isIpv6() ? "[" + host + "]" : host;
        return counters(member)
                + "add chain @T d%d\n".formatted(member.number())
                + "add rule @T d%d counter name d%d_new meta l4proto %s dnat %s to %s:%d\n"
                        .formatted(
                                member.number(),
                                member.number(),
                                service.protocol(),
                                service.family(),
                                text,
                                to.getPort());
    }

    static String counters(Member member) {
        return "add counter @T d%1$d_new\nadd counter @T d%1$d_in\nadd counter @T d%1$d_out\n"
                .formatted(member.number());
    }

    /// After nothing leads to it any more.
    private static String remove(Member member) {
        return """
        flush chain @T d%1$d
        delete chain @T d%1$d
        delete counter @T d%1$d_new
        delete counter @T d%1$d_in
        delete counter @T d%1$d_out
        """
                .formatted(member.number());
    }

    /// Before a change: counters that are used can't go.
    static String uncount() {
        return "flush chain @T counting\n";
    }

    /// Counts bytes of all members, both ways, as far as they pass through this machine.
    static String count(Collection<Forwarded> services) {
        StringBuilder all = new StringBuilder();
        for (Forwarded service : services)
            for (Member member : service.by(NAT)) all.append(count(service, member));
        return all.toString();
    }

    private static String count(Forwarded service, Member member) {
        StringBuilder both = new StringBuilder();
        for (boolean in : new boolean[] {true, false}) both.append(count(service, member, in));
        return both.toString();
    }

    private static String count(Forwarded service, Member member, boolean in) {
        InetSocketAddress at = member.destination().address();
        return "add rule @T counting meta l4proto %1$s ct status dnat ct original %2$s daddr %3$s"
                        .formatted(service.protocol(), service.family(), service.host())
                + " ct original proto-dst "
                + service.service().key().address().getPort()
                + " %s %s %s"
                        .formatted(
                                service.family(),
                                in ? "daddr" : "saddr",
                                at.getAddress().getHostAddress())
                + " %s %s %d".formatted(service.protocol(), in ? "dport" : "sport", at.getPort())
                + " counter name d%d_%s\n".formatted(member.number(), in ? "in" : "out");
    }
}
