// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.config.Bind;
import dev.galley.config.ListenerConfig;
import dev.galley.net.Datagrams;
import dev.galley.net.Front;
import dev.galley.net.Gauges;
import dev.galley.net.Listener;
import dev.galley.net.Loop;
import dev.galley.net.Loops;
import dev.galley.net.RouteTraffic;
import dev.galley.net.Way;
import dev.galley.net.tls.TlsServer;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An authoritative DNS server on one port, whose answers come from pools: UDP and TCP, or TLS.
public final class DnsServer implements Way {
    /// With port 0, how often a port is sought that is free for both.
    private static final int ATTEMPTS = 16;

    /// The protocol as ALPN knows it (RFC 7858 and the registry of IANA).
    private static final List<String> ALPN = List.of("dot");

    private final Loops loops;
    private final Loops datagrams;
    private final Traffic traffic;

    /// By the number of the loop's writer.
    private final List<Worker> workers;

    private final AtomicInteger open = new AtomicInteger();
    private volatile Site site;
    private volatile boolean draining;
    private @Nullable Listener tcp;
    private @Nullable Datagrams udp;
    private @Nullable TlsServer tls;

    /// Nothing listens yet.
    ///
    /// @param pools the pools that the names name
    public DnsServer(Loops loops, ListenerConfig.Dns config, Map<String, Pool> pools) {
        this.loops = loops;
        this.datagrams = loops.datagrams();
        this.traffic = new Traffic(loops.writers());
        SplittableRandom random = new SplittableRandom();
        this.workers =
                Stream.concat(loops.all().stream(), datagrams.all().stream())
                        .distinct()
                        .map(loop -> new Worker(this, loop, random.split()))
                        .toList();
        this.site = new Site(config, pools, loops.writers(), null);
    }

    @Override
    public void bind() throws IOException {
        Bind wanted = site.config.bind();
        tls(site.config);
        try {
            if (wanted.udp()) bindBoth(wanted);
            else tcp = listen(wanted);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void bindBoth(Bind wanted) throws IOException {
        for (int attempt = 1; udp == null; attempt++) {
            Listener listener = listen(wanted);
            try {
                Bind same = wanted.at(listener.address().getPort());
                udp =
                        Datagrams.bind(
                                datagrams,
                                same.address(),
                                Query.LONGEST,
                                loop -> new UdpSocket(on(loop)));
                tcp = listener;
            } catch (IOException e) {
                listener.close();
                if (wanted.address().port() != 0 || attempt == ATTEMPTS) throw e;
            }
        }
    }

    private Listener listen(Bind at) throws IOException {
        return Listener.bind(
                loops, at.address(), front(site.config), loop -> new TcpConnection(this, on(loop)));
    }

    private void tls(ListenerConfig.Dns config) throws IOException {
        tls = TlsServer.following(tls, config.tls(), ALPN, loops::afterAll);
    }

    private Front front(ListenerConfig.Dns config) {
        return new Front(List.of(), config.idle(), config.connections(), tls, "");
    }

    private Worker on(Loop loop) {
        return workers.get(loop.writer());
    }

    @Override
    public void configure(ListenerConfig config, Map<String, Pool> pools) throws IOException {
        if (!(config instanceof ListenerConfig.Dns dns))
            throw new IllegalArgumentException(config + " is for another way");
        Listener open = tcp;
        if (open != null) {
            tls(dns);
            open.front(front(dns));
        }
        site = new Site(dns, pools, loops.writers(), site);
    }

    @Override
    public InetSocketAddress address() {
        Listener listening = tcp;
        if (listening == null) throw new IllegalStateException("bind() first");
        return listening.address();
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public List<RouteTraffic> routes() {
        return site.routes;
    }

    @Override
    public Gauges gauges() {
        Map<String, Long> ends = new TreeMap<>();
        for (End end : End.values())
            ends.put(end.code(), workers.stream().mapToLong(w -> w.ends(end)).sum());
        return new Gauges(open.get(), 0, 0, ends);
    }

    /// Accepts no more TCP connections, and closes those that are open after the answers under way.
    /// Over UDP queries are answered until {@link #close}: who asks can't be told to ask elsewhere.
    @Override
    public void drain() {
        if (tcp != null) tcp.close();
        draining = true;
        each(TcpConnection::drain);
    }

    @Override
    public void close() {
        draining = true;
        if (tcp != null) tcp.close();
        if (udp != null) udp.close();
        if (tls != null) tls.close();
        tls = null;
        each(TcpConnection::close);
    }

    private void each(Consumer<TcpConnection> visitor) {
        for (Loop loop : loops.all())
            loop.execute(() ->
                    loop.each(timed -> {
                        if (timed instanceof TcpConnection c && c.isOf(this)) visitor.accept(c);
                    }));
    }

    Site site() {
        return site;
    }

    boolean draining() {
        return draining;
    }

    /// Whether one more connection may be open; if so it is counted.
    boolean admit() {
        if (open.incrementAndGet() <= site.config.connections()) return true;
        open.decrementAndGet();
        return false;
    }

    void gone() {
        open.decrementAndGet();
    }
}
