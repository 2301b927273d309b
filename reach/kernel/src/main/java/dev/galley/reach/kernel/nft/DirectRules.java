// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import static dev.galley.reach.kernel.Forwarding.DIRECT;

import dev.galley.reach.kernel.nft.Forwarded.Member;
import dev.galley.reach.kernel.nft.Neighbours.Hop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Direct routing, as commands for an [NftTable] of the family netdev: where a link takes packets
/// in, those for a service get the station of a member, and leave again. Answers do not come back
/// this way, so that connection tracking is of no use; each service has a map of its own of who
/// goes where, by the client's address and port.
///
/// IPv4 only. The chains: `s` of a service, `n` of a member that was chosen anew, `d` of the
/// member.
final class DirectRules {
    private static final String IDLE = "15m";
    private static final int CONNECTIONS = 1 << 20;

    private DirectRules() {}

    static String base() {
        return """
        add map @T services { type ipv4_addr . inet_proto . inet_service : verdict; }
        add map @T members { type mark : verdict; }
        add chain @T known
        add rule @T known meta mark vmap @members
        """;
    }

    /// Looks at what a link takes in for this machine; what only crosses a bridge here is not.
    ///
    /// @param number of the chain
    static String listen(int number, String device) {
        return """
        add chain @T in%1$d { type filter hook ingress device "%2$s" priority 0; }
        add rule @T in%1$d meta pkttype host ip daddr . meta l4proto . th dport vmap @services
        """
                .formatted(number, device);
    }

    /// Makes the table have a service as it is to be.
    ///
    /// @param before null: it was not there
    /// @param after null: it goes
    static String change(@Nullable Forwarded before, @Nullable Forwarded after) {
        if (after == null) return before == null ? "" : remove(before);
        StringBuilder all = new StringBuilder(before == null ? add(after) : "");
        List<Member> was = before == null ? List.of() : before.by(DIRECT), is = after.by(DIRECT);
        for (Member member : is)
            if (was.stream().noneMatch(m -> m.number() == member.number())) all.append(add(member));
        all.append(choose(after));
        for (Member member : was)
            if (is.stream().noneMatch(m -> m.number() == member.number()))
                all.append(remove(member));
        return all.toString();
    }

    private static String add(Forwarded service) {
        return """
        add map @T s%1$d_conns { type ipv4_addr . inet_service : mark; \
        flags dynamic,timeout; timeout %2$s; size %3$d; }
        add chain @T s%1$d
        add element @T services { %4$s : goto s%1$d }
        """
                .formatted(service.number(), IDLE, CONNECTIONS, service.key());
    }

    private static String remove(Forwarded service) {
        StringBuilder all = new StringBuilder();
        all.append("delete element @T services { %s }\n".formatted(service.key()));
        all.append("flush chain @T s%1$d\ndelete chain @T s%1$d\n".formatted(service.number()));
        service.by(DIRECT).forEach(member -> all.append(remove(member)));
        return all.append("delete map @T s%d_conns\n".formatted(service.number())).toString();
    }

    private static String choose(Forwarded service) {
        String choice = service.choice(DIRECT).go("n", service::number);
        String rule = "add rule @T s" + service.number() + " ";
        return "flush chain @T s%d\n".formatted(service.number())
                + rule
                + "meta mark set ip saddr . th sport map @s%d_conns jump known\n"
                        .formatted(service.number())
                + (choice.isEmpty() ? "" : rule + choice + "\n");
    }

    private static String add(Member member) {
        return NatRules.counters(member)
                + """
                add chain @T d%1$d
                add chain @T n%1$d
                add rule @T n%1$d counter name d%1$d_new goto d%1$d
                add element @T members { %1$d : goto d%1$d }
                """
                        .formatted(member.number());
    }

    private static String remove(Member member) {
        return """
        delete element @T members { %1$d }
        flush chain @T n%1$d
        delete chain @T n%1$d
        flush chain @T d%1$d
        delete chain @T d%1$d
        delete counter @T d%1$d_new
        delete counter @T d%1$d_in
        delete counter @T d%1$d_out
        """
                .formatted(member.number());
    }

    /// Sends what is a member's to its station.
    ///
    /// @param hop null: nobody knows it by now, and packets are dropped
    static String send(Forwarded service, Member member, @Nullable Hop hop) {
        String rule = "add rule @T d" + member.number() + " ";
        String remember =
                "update @s%d_conns { ip saddr . th sport : 0x%x }\n"
                        .formatted(service.number(), member.number());
        String go =
                hop == null
                        ? "drop\n"
                        : ("counter name d%d_in ether saddr set %s ether daddr set %s"
                                        + " fwd to \"%s\"\n")
                                .formatted(member.number(), hop.from(), hop.to(), hop.device());
        return "flush chain @T d" + member.number() + "\n" + rule + remember + rule + go;
    }
}
