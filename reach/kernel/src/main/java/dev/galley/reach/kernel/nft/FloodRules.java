// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.config.Cidr;
import dev.galley.config.FloodConfig;
import dev.galley.config.Rate;
import dev.galley.config.Syn;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What keeps floods from listeners, as commands for a [NftTable]. Each listener has chains, sets
/// and counters of its own, by its number, so that a reload leaves those of the others alone; base
/// chains lead to them:
///
/// - `early`, before connection tracking: the deny list; SYNs go past tracking
/// - `late`, behind it: what a source may do
/// - `sending`: the same behind SYNPROXY, for the SYNs that it sends on in the name of clients that
///   completed their handshakes, so that forged sources count for nobody; later on their way they
///   would be confirmed, and count as connections although they are refused
/// - `answer`, before a listener hears of it: SYNPROXY
/// - `leaving`: answers of listeners that are past tracking go past it as well
///
/// SYNPROXY takes the client's ACK also where tracking calls it new, which it does unless
/// net.netfilter.nf_conntrack_tcp_loose is 0: that setting need not be touched.
final class FloodRules {
    /// The counters of a listener, by the ends of their names.
    static final List<String> COUNTERS =
            List.of("denied", "rate", "connections", "challenged", "proxied");

    private static final List<String> FAMILIES = List.of("4", "6");
    private static final List<String> CHAINS = List.of("early", "denied", "late", "answer");
    private static final List<String> SETS = List.of("rate", "connections", "exempt");
    private static final String SYN = "tcp flags & (fin|syn|rst|ack) == syn ";
    private static final String ACK = "tcp flags & (fin|syn|rst|ack) == ack ";

    /// Of the SYNs to a SYNPROXY those that it has seen completed, and sends on itself, are
    /// tracked.
    private static final String COMPLETED = "meta l4proto tcp ct state new ";

    private static final String REMOTE = "fib saddr type != local";

    private FloodRules() {}

    /// The chains where packets come in.
    static String base() {
        return """
        add chain @T early { type filter hook prerouting priority -310; }
        add chain @T late { type filter hook prerouting priority -160; }
        add chain @T answer { type filter hook input priority -10; }
        add chain @T leaving { type filter hook output priority -310; }
        add chain @T sending { type filter hook output priority -160; }
        """;
    }

    /// Lets no packet come to any listener's chains any more, until it is led there again.
    static String forget() {
        return Stream.of("early", "late", "answer", "leaving", "sending")
                .map(chain -> "flush chain @T " + chain + "\n")
                .collect(Collectors.joining());
    }

    /// Leads what is for a listener to its chains.
    static String lead(int number, Guarded listener) {
        StringBuilder rules = new StringBuilder();
        Syn syn = listener.flood().syn();
        for (String to : to(listener, "daddr", "dport")) {
            boolean tcp = to.contains("tcp ");
            rules.append("add rule @T early %s jump l%d_early\n".formatted(to, number));
            if (tcp && syn == Syn.PROXY) {
                rules.append("add rule @T answer %s jump l%d_answer\n".formatted(to, number));
                rules.append(
                        "add rule @T sending %s %s%s jump l%d_late\n"
                                .formatted(to, SYN, REMOTE, number));
            } else
                rules.append(
                        "add rule @T late %s %sjump l%d_late\n"
                                .formatted(to, tcp ? SYN : "", number));
        }
        if (syn == Syn.COOKIES)
            for (String from : to(listener, "saddr", "sport"))
                if (from.contains("tcp "))
                    rules.append("add rule @T leaving %s notrack\n".formatted(from));
        return rules.toString();
    }

    /// What a packet to (or from) the listener looks like, by protocol.
    private static List<String> to(Guarded listener, String end, String port) {
        InetAddress address = listener.address().getAddress();
        String family = address instanceof Inet4Address ? "ip " : "ip6 ";
        String host =
                address.isAnyLocalAddress()
                        ? "fib " + end + " type local "
                        : family
                                + end
                                + " "
                                + address.getHostAddress().replaceFirst("%.*", "")
                                + " ";
        String at = port + " " + listener.address().getPort();
        List<String> both = List.of(host + "tcp " + at, host + "udp " + at);
        return both.subList(listener.tcp() ? 0 : 1, listener.udp() ? 2 : 1);
    }

    /// The chains, sets and counters of a listener.
    ///
    /// @param lengths the lengths of prefixes that the deny list has sets for
    static String add(int number, Guarded listener, Set<Length> lengths, Handshake handshake) {
        StringBuilder all = new StringBuilder();
        FloodConfig flood = listener.flood();
        COUNTERS.forEach(c -> all.append("add counter @T l%d_%s\n".formatted(number, c)));
        CHAINS.forEach(c -> all.append("add chain @T l%d_%s\n".formatted(number, c)));
        for (String family : FAMILIES) all.append(sets(number, family, flood));
        if (flood.syn() == Syn.PROXY)
            all.append(
                    "add rule @T l%d_late %scounter name l%d_proxied\n"
                            .formatted(number, COMPLETED, number));
        all.append(exempt(number, flood.exempt()));
        if (flood.deny()) {
            all.append("add rule @T l%d_early jump l%d_denied\n".formatted(number, number));
            for (Length length : lengths) all.append(deny(number, length));
        }
        if (listener.tcp()) all.append(untracked(number, flood.syn()));
        for (String family : FAMILIES) all.append(limits(number, family, flood));
        if (flood.syn() == Syn.PROXY) all.append(synproxy(number, handshake));
        if (kept(listener)) all.append(keep(number, listener));
        return all.toString();
    }

    private static String sets(int number, String family, FloodConfig flood) {
        String type = family.equals("4") ? "ipv4_addr" : "ipv6_addr";
        return """
        add set @T l%1$d_rate%2$s { type %3$s; flags dynamic,timeout; timeout %4$s; size %5$d; }
        add set @T l%1$d_connections%2$s { type %3$s; flags dynamic; size %5$d; }
        add set @T l%1$d_exempt%2$s { type %3$s; flags interval; auto-merge; }
        """
                .formatted(number, family, type, memory(flood), flood.sources());
    }

    /// How long a source is remembered: until its bucket is full again in any case.
    private static String memory(FloodConfig flood) {
        Rate rate = flood.ratePerSource();
        return 2 * (rate == null ? 60 : Math.max(5, rate.per().getDuration().toSeconds())) + "s";
    }

    private static String exempt(int number, List<Cidr> exempt) {
        StringBuilder all = new StringBuilder();
        for (Cidr range : exempt) {
            String text = Length.text(Source.masked(range));
            String set = "l" + number + "_exempt" + Source.family(range);
            all.append("add element @T %s { %s }\n".formatted(set, text));
        }
        for (String chain : List.of("denied", "late"))
            for (String family : FAMILIES)
                all.append(
                        "add rule @T l%d_%s %s @l%d_exempt%s return\n"
                                .formatted(number, chain, Source.address(family), number, family));
        return all.toString();
    }

    /// Keeps a listener from sources on the deny list's set of that length.
    static String deny(int number, Length length) {
        return "add rule @T l%d_denied %s @%s counter name l%d_denied drop\n"
                .formatted(
                        number,
                        Source.network(length.family(), length.bits()),
                        length.set(),
                        number);
    }

    private static String untracked(int number, Syn syn) {
        return switch (syn) {
            case OFF -> "";
            case COOKIES -> "add rule @T l%d_early meta l4proto tcp notrack\n".formatted(number);
            case PROXY -> "add rule @T l%d_early %snotrack\n".formatted(number, SYN);
        };
    }

    private static String limits(int number, String family, FloodConfig flood) {
        StringBuilder rules = new StringBuilder();
        Rate rate = flood.ratePerSource();
        if (rate != null) rules.append(rate(number, family, rate, flood.syn()));
        Integer most = flood.connectionsPerSource();
        if (most != null) rules.append(connections(number, family, most));
        return rules.toString();
    }

    private static String connections(int number, String family, int most) {
        return "add rule @T l%1$d_late %2$sadd @l%1$d_connections%3$s"
                        .formatted(number, COMPLETED, family)
                + " { %s ct count over %d } counter name l%d_connections drop\n"
                        .formatted(Source.counted(family), most, number);
    }

    private static String rate(int number, String family, Rate rate, Syn syn) {
        String unit = rate.per().toString().toLowerCase(Locale.ROOT).replaceFirst("s$", "");
        String which = syn == Syn.PROXY ? COMPLETED : "";
        return "add rule @T l%1$d_late %2$supdate @l%1$d_rate%3$s".formatted(number, which, family)
                + " { %s limit rate over %d/%s burst %d packets } counter name l%d_rate drop\n"
                        .formatted(
                                Source.counted(family), rate.count(), unit, rate.count(), number);
    }

    private static String synproxy(int number, Handshake handshake) {
        StringBuilder rules = new StringBuilder();
        for (String family : FAMILIES) {
            String of = "meta nfproto " + (family.equals("4") ? "ipv4 " : "ipv6 ");
            int mss = family.equals("4") ? handshake.mss4() : handshake.mss6();
            // No timestamp option: with it each connect took a second longer.
            String proxy =
                    "synproxy mss %d wscale %d sack-perm\n".formatted(mss, handshake.scale());
            String chain = "add rule @T l" + number + "_answer " + of;
            String count = "counter name l" + number + "_challenged ";
            rules.append(chain).append(SYN).append("ct state untracked ");
            rules.append(count).append(proxy);
            rules.append(chain).append(ACK).append("ct state invalid,new ").append(proxy);
        }
        return rules.append("add rule @T l%d_answer ct state invalid drop\n".formatted(number))
                .toString();
    }

    private static boolean kept(Guarded listener) {
        return listener.mirrored() && listener.flood().syn() == Syn.PROXY;
    }

    /// The ACK of a handshake is for SYNPROXY: translated to its own address it can't be translated
    /// to a member's any more.
    private static String keep(int number, Guarded listener) {
        InetAddress address = listener.address().getAddress();
        boolean four = address instanceof Inet4Address;
        String host = address.getHostAddress();
        return "add chain @T l%1$d_keep { type nat hook prerouting priority -101; }\n"
                        .formatted(number)
                + "add rule @T l%d_keep %s %s dnat %s to %s:%d\n"
                        .formatted(
                                number,
                                to(listener, "daddr", "dport").getFirst(),
                                ACK.strip(),
                                four ? "ip" : "ip6",
                                four ? host : "[" + host + "]",
                                listener.address().getPort());
    }

    /// Removes what [#add] made, after [#forget].
    static String remove(int number, Guarded listener) {
        StringBuilder all = new StringBuilder();
        if (kept(listener))
            all.append("flush chain @T l%1$d_keep\ndelete chain @T l%1$d_keep\n".formatted(number));
        CHAINS.forEach(c -> all.append("flush chain @T l%d_%s\n".formatted(number, c)));
        CHAINS.forEach(c -> all.append("delete chain @T l%d_%s\n".formatted(number, c)));
        for (String set : SETS)
            for (String family : FAMILIES)
                all.append("delete set @T l%d_%s%s\n".formatted(number, set, family));
        COUNTERS.forEach(c -> all.append("delete counter @T l%d_%s\n".formatted(number, c)));
        return all.toString();
    }
}
