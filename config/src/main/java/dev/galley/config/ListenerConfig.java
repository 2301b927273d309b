// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Identified;
import dev.galley.config.bind.Kinds;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where clients connect, and in which way their pool is reached: the kind, `via` in the file.
@Kinds(key = "via", byDefault = "proxy", about = "The way to the members.")
public sealed interface ListenerConfig extends Identified {
    /// The address to listen on.
    Bind bind();

    /// How TLS is spoken; null: not at all.
    @Nullable TlsConfig tls();

    /// What the kernel keeps away; null: nothing.
    @Nullable FloodConfig flood();

    /// The nodes that open it; empty: all.
    List<String> on();

    /// Port 0 is a different one each time; nodes may each have a listener on one address.
    @Override
    default @Nullable Object identity() {
        return bind().address().port() == 0 || !on().isEmpty() ? null : bind();
    }

    /// A listener that speaks HTTP to its clients.
    sealed interface Http extends ListenerConfig {
        List<RouteConfig> routes();

        List<Cidr> proxyProtocol();

        ListenerTimeouts timeout();

        Limits limits();

        @Nullable AccessLogConfig accessLog();

        List<ErrorPage> errorPages();
    }

    /// `proxy`
    @Setting("The HTTP reverse proxy: requests go to the members through it.")
    record Proxy(
            @Setting("The address to listen on: \":8080\", \"127.0.0.1:8080\", \"[::]:8080\".")
                    Bind bind,
            @Setting(value = "The nodes of the app that open it; absent: all.", form = Form.NAME)
                    List<String> on,
            @Setting(value = "Tried in order; the first that matches serves.", min = "1")
                    List<RouteConfig> routes,
            @Setting("Clients whose Forwarded and X-Forwarded-* are believed and kept.")
                    List<Cidr> trusted,
            @Setting(
                            value =
                                    "How members are told of the client: x-forwarded"
                                            + " (X-Forwarded-For, -Proto and -Host), rfc7239"
                                            + " (Forwarded), or both.",
                            byDefault = "x-forwarded")
                    Forwarding forwarded,
            @Setting("Clients that must send a PROXY protocol header first.")
                    List<Cidr> proxyProtocol,
            @Setting("TLS; absent: none is spoken.") @Nullable TlsConfig tls,
            @Setting("How long a client may take.") ListenerTimeouts timeout,
            @Setting("How much a client may send.") Limits limits,
            @Setting("The access log; absent: none.") @Nullable AccessLogConfig accessLog,
            @Setting("Bodies of Galley's own answers, by status; else a short text.")
                    List<ErrorPage> errorPages,
            @Setting(
                            "What the kernel keeps away: floods, too much from one source, denied"
                                    + " sources; absent: nothing. Needs root.")
                    @Nullable FloodConfig flood)
            implements Http {
        public Proxy {
            Rules.check(
                    Proxy.class,
                    bind,
                    on,
                    routes,
                    trusted,
                    forwarded,
                    proxyProtocol,
                    tls,
                    timeout,
                    limits,
                    accessLog,
                    errorPages,
                    flood);
            refuseUdp(bind);
        }
    }

    /// `redirect`
    @Setting("Clients are sent to the chosen member's own public address.")
    record Redirect(
            @Setting("The address to listen on.") Bind bind,
            @Setting(value = "The nodes of the app that open it; absent: all.", form = Form.NAME)
                    List<String> on,
            @Setting(value = "Tried in order; the first that matches serves.", min = "1")
                    List<RouteConfig> routes,
            @Setting(value = "302, 307 or 308.", byDefault = "302") int status,
            @Setting(
                            value =
                                    "How long a client that was sent to a member counts as being in"
                                            + " flight there.",
                            byDefault = "10s",
                            min = "100ms",
                            max = "1h")
                    Duration visit,
            @Setting("Clients that must send a PROXY protocol header first.")
                    List<Cidr> proxyProtocol,
            @Setting("TLS; absent: none is spoken.") @Nullable TlsConfig tls,
            @Setting("How long a client may take.") ListenerTimeouts timeout,
            @Setting("How much a client may send.") Limits limits,
            @Setting("The access log; absent: none.") @Nullable AccessLogConfig accessLog,
            @Setting("Bodies of Galley's own answers, by status; else a short text.")
                    List<ErrorPage> errorPages,
            @Setting(
                            "What the kernel keeps away: floods, too much from one source, denied"
                                    + " sources; absent: nothing. Needs root.")
                    @Nullable FloodConfig flood)
            implements Http {
        public Redirect {
            Rules.check(
                    Redirect.class,
                    bind,
                    on,
                    routes,
                    status,
                    visit,
                    proxyProtocol,
                    tls,
                    timeout,
                    limits,
                    accessLog,
                    errorPages,
                    flood);
            refuseUdp(bind);
            if (!Set.of(302, 307, 308).contains(status))
                throw new IllegalArgumentException("status must be 302, 307 or 308");
        }
    }

    /// `relay`
    @Setting("Bytes go both ways between a client and a member, whatever they mean: TCP or UDP.")
    record Relay(
            @Setting("The address to listen on: \":5432\", or \":514/udp\" for UDP.") Bind bind,
            @Setting(value = "The nodes of the app that open it; absent: all.", form = Form.NAME)
                    List<String> on,
            @Setting(value = "The pool that serves all clients.", refersTo = "pools")
                    @Nullable String pool,
            @Setting("In place of pool: tried in order; the first that matches serves.")
                    List<RelayRoute> routes,
            @Setting("Clients that must send a PROXY protocol header first.")
                    List<Cidr> proxyProtocol,
            @Setting(
                            "TLS, which ends here: members get what is in it. Absent: bytes are"
                                    + " passed on as they come, be they TLS or not.")
                    @Nullable TlsConfig tls,
            @Setting("How long a client may take.") RelayTimeouts timeout,
            @Setting(
                            value =
                                    "Connections at a time; absent: 100000. Of UDP sessions (10000"
                                            + " if absent) the one that was idle for longest gives"
                                            + " way to one more.",
                            min = "1",
                            max = "10000000")
                    @Nullable Integer connections,
            @Setting(
                            value =
                                    "The address that members see: own, or client. For the client's"
                                            + " own address Galley must be root, and the way back"
                                            + " from the members must lead through it.",
                            byDefault = "own")
                    SourceAddress source,
            @Setting(
                            value =
                                    "What becomes of connections whose member goes down: keep or"
                                            + " close.",
                            byDefault = "keep")
                    OnDown onDown,
            @Setting(
                            "More ports to listen on, 50000-50100; a connection to one of them goes"
                                    + " to the same port of its member. For FTP in passive mode.")
                    @Nullable Ports ports,
            @Setting(
                            value =
                                    "Answers to each datagram, after which a UDP session ends (DNS:"
                                            + " 1); absent: not known.",
                            min = "1",
                            max = "1000000")
                    @Nullable Integer responses,
            @Setting("The access log, a line a connection or session; absent: none.")
                    @Nullable AccessLogConfig accessLog,
            @Setting(
                            "What the kernel keeps away: floods, too much from one source, denied"
                                    + " sources; absent: nothing. Needs root.")
                    @Nullable FloodConfig flood)
            implements ListenerConfig {
        public Relay {
            Rules.check(
                    Relay.class,
                    bind,
                    on,
                    pool,
                    routes,
                    proxyProtocol,
                    tls,
                    timeout,
                    connections,
                    source,
                    onDown,
                    ports,
                    responses,
                    accessLog,
                    flood);
            if ((pool == null) == routes.isEmpty())
                throw new IllegalArgumentException("needs exactly one of pool and routes");
            if (bind.udp() && flood != null) flood.refuseTcp();
            if (bind.udp()) refuseTcp(pool, proxyProtocol, tls, source, ports);
            else if (responses != null)
                throw new IllegalArgumentException("responses must be absent: this is TCP");
        }

        private static void refuseTcp(
                @Nullable String pool,
                List<Cidr> proxyProtocol,
                @Nullable TlsConfig tls,
                SourceAddress source,
                @Nullable Ports ports) {
            String why = null;
            if (pool == null) why = "routes must be absent: UDP is relayed to one pool";
            else if (!proxyProtocol.isEmpty())
                why = "proxy-protocol must be absent: it is read from TCP only";
            else if (tls != null) why = "tls must be absent: it is spoken over TCP only";
            else if (source == SourceAddress.CLIENT)
                why = "source must be own: the client's address is kept for TCP only";
            else if (ports != null) why = "ports must be absent: they are for TCP";
            if (why != null) throw new IllegalArgumentException(why);
        }
    }

    /// `dns`
    @Setting("DNS queries are answered with the members that are up.")
    record Dns(
            @Setting(
                            "The address to listen on, with /udp: \":53/udp\"; TCP is open there"
                                    + " too. With tls, without it: \":853\".")
                    Bind bind,
            @Setting(value = "The nodes of the app that open it; absent: all.", form = Form.NAME)
                    List<String> on,
            @Setting(value = "The names that pools answer for.", keys = Form.OWNER_NAME)
                    Map<String, DnsNameConfig> names,
            @Setting(value = "Zones with static records beside them.", keys = Form.OWNER_NAME)
                    Map<String, ZoneConfig> zones,
            @Setting("How many like answers a network gets over UDP.") DnsRateConfig rateLimit,
            @Setting(
                            value =
                                    "Bytes of an answer over UDP at the most; a client may ask for"
                                            + " less.",
                            byDefault = "1232",
                            min = "512",
                            max = "4096")
                    int udpSize,
            @Setting(
                            value = "How long a TCP connection may be without a query.",
                            byDefault = "10s",
                            min = "100ms",
                            max = "1h")
                    Duration idle,
            @Setting(
                            value = "TCP connections at a time.",
                            byDefault = "1000",
                            min = "1",
                            max = "1000000")
                    int connections,
            @Setting("DNS over TLS (RFC 7858); absent: UDP and TCP, both plain.")
                    @Nullable TlsConfig tls,
            @Setting(
                            "What the kernel keeps away: floods, too much from one source, denied"
                                    + " sources; absent: nothing. Needs root.")
                    @Nullable FloodConfig flood)
            implements ListenerConfig {
        public Dns {
            Rules.check(
                    Dns.class,
                    bind,
                    on,
                    names,
                    zones,
                    rateLimit,
                    udpSize,
                    idle,
                    connections,
                    tls,
                    flood);
            if (tls == null && !bind.udp())
                throw new IllegalArgumentException("bind needs /udp at its end, as \":53/udp\"");
            if (tls != null && bind.udp())
                throw new IllegalArgumentException("bind must be without /udp: TLS is over TCP");
            DnsRules.check(names, zones);
        }
    }

    /// A listener that the kernel serves by itself: what comes to the address it forwards.
    sealed interface Kernel extends ListenerConfig {
        String pool();

        OnStop onStop();

        @Override
        default @Nullable TlsConfig tls() {
            return null;
        }

        /// Where answers go past this machine, it sees too little of a connection.
        @Override
        default @Nullable FloodConfig flood() {
            return null;
        }
    }

    /// `nat`
    @Setting(
            "The kernel forwards packets to the members, and translates addresses there and back:"
                    + " answers come through this machine.")
    record Nat(
            @Setting("The address: \"10.0.0.100:80\", \"[fd00::100]:80\"; with /udp for UDP.")
                    Bind bind,
            @Setting(value = "The nodes of the app that open it; absent: all.", form = Form.NAME)
                    List<String> on,
            @Setting(value = "The pool that serves.", refersTo = "pools") String pool,
            @Setting(
                            value =
                                    "What becomes of the forwarding when Galley stops: keep (the"
                                            + " next start takes it over) or remove.",
                            byDefault = "keep")
                    OnStop onStop,
            @Setting(
                            "What the kernel keeps away: floods, too much from one source, denied"
                                    + " sources; absent: nothing.")
                    @Nullable FloodConfig flood)
            implements Kernel {
        public Nat {
            Rules.check(Nat.class, bind, on, pool, onStop, flood);
            KernelRules.check(bind);
            if (flood != null) KernelRules.check(bind, flood);
        }
    }

    /// `direct`
    @Setting(
            "The kernel hands packets to the members as they are, on the same network; answers go"
                    + " to the clients directly.")
    record Direct(
            @Setting("The address, which the members have too, without telling the network.")
                    Bind bind,
            @Setting(value = "The nodes of the app that open it; absent: all.", form = Form.NAME)
                    List<String> on,
            @Setting(value = "The pool that serves.", refersTo = "pools") String pool,
            @Setting(value = "keep or remove.", byDefault = "keep") OnStop onStop)
            implements Kernel {
        public Direct {
            Rules.check(Direct.class, bind, on, pool, onStop);
            KernelRules.check(bind);
        }
    }

    /// `tunnel`
    @Setting(
            "The kernel sends packets to the members inside others, on any network; answers go to"
                    + " the clients directly.")
    record Tunnel(
            @Setting("The address, which the members have too, on the tunnel's end.") Bind bind,
            @Setting(value = "The nodes of the app that open it; absent: all.", form = Form.NAME)
                    List<String> on,
            @Setting(value = "The pool that serves.", refersTo = "pools") String pool,
            @Setting(value = "keep or remove.", byDefault = "keep") OnStop onStop)
            implements Kernel {
        public Tunnel {
            Rules.check(Tunnel.class, bind, on, pool, onStop);
            KernelRules.check(bind);
        }
    }

    private static void refuseUdp(Bind bind) {
        if (bind.udp())
            throw new IllegalArgumentException("bind must be without /udp: HTTP is TCP");
    }
}
