// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.AccessLogConfig;
import dev.galley.config.ListenerConfig;
import dev.galley.config.TlsConfig;
import dev.galley.net.Front;
import dev.galley.net.Gauges;
import dev.galley.net.Listener;
import dev.galley.net.Loop;
import dev.galley.net.RouteTraffic;
import dev.galley.net.Way;
import dev.galley.net.tls.TlsServer;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An HTTP reverse proxy on one address. Its methods may be called from any thread but an event
/// loop.
public final class HttpProxy implements Way {
    static final long DRAIN_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final List<String> ALPN = List.of("http/1.1");

    private final Workers workers;
    private final List<Tally> tallies;
    private final Traffic traffic;
    private final AtomicInteger open = new AtomicInteger();
    private final String name;
    private volatile Site site;
    private volatile boolean draining;
    private @Nullable Listener listener;
    private @Nullable TlsServer tls;

    /// Nothing listens yet.
    ///
    /// @param pools the pools that the routes name
    public HttpProxy(Workers workers, ListenerConfig.Http config, Map<String, Pool> pools) {
        int loops = workers.loops().count();
        this.workers = workers;
        this.tallies = Stream.generate(Tally::new).limit(loops).toList();
        this.traffic = new Traffic(loops);
        this.name = config.bind().toString();
        this.site = new Site(config, pools, loops, null, null);
    }

    /// Starts to listen.
    ///
    /// @throws IOException if the address can't be listened on; the message says what to do
    @Override
    public void bind() throws IOException {
        if (tls == null) tls(site.config.tls());
        try {
            listener =
                    Listener.bind(
                            workers.loops(),
                            site.config.bind().address(),
                            front(site.config),
                            loop -> new Client(this, workers.on(loop)));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Front front(ListenerConfig.Http config) {
        return new Front(
                config.proxyProtocol(),
                config.timeout().head(),
                config.limits().connections(),
                tls,
                Replies.NOT_TLS);
    }

    /// Takes another configuration, for the next request on any connection; those under way end by
    /// the old one.
    ///
    /// @throws IOException if the access log can't be opened, or a file of TLS not be used; nothing
    ///   is changed then
    @Override
    public void configure(ListenerConfig config, Map<String, Pool> pools) throws IOException {
        var http = (ListenerConfig.Http) config;
        AccessLog before = site.log, log = log(http);
        try {
            tls(http.tls());
        } catch (IOException e) {
            if (log != null && !log.equals(before)) log.close();
            throw e;
        }
        site = new Site(http, pools, tallies.size(), log, site);
        if (listener != null) listener.front(front(http));
        if (before != null && !before.equals(log)) before.close();
    }

    private void tls(@Nullable TlsConfig wanted) throws IOException {
        tls = TlsServer.following(tls, wanted, ALPN, workers.loops()::afterAll);
    }

    /// The log that `config` asks for: the one that is open, if it is the same, begun anew in case
    /// it was rotated.
    private @Nullable AccessLog log(ListenerConfig.Http config) throws IOException {
        AccessLogConfig wanted = config.accessLog();
        AccessLog open = site.log;
        if (wanted == null) return null;
        if (open == null || !open.config().equals(wanted)) return AccessLog.open(wanted);
        open.reopen();
        return open;
    }

    /// Where it listens.
    @Override
    public InetSocketAddress address() {
        Listener listening = listener;
        if (listening == null) throw new IllegalStateException("bind() first");
        return listening.address();
    }

    /// All that went through.
    @Override
    public Traffic traffic() {
        return traffic;
    }

    /// What went through each route, in their order.
    @Override
    public List<RouteTraffic> routes() {
        return site.routes.stream()
                .map(route -> new RouteTraffic(route.name, route.traffic))
                .toList();
    }

    /// What goes on now, and what has happened.
    @Override
    public Gauges gauges() {
        Map<String, Long> ends = new HashMap<>();
        for (Termination how : Termination.values())
            ends.put(how.code(), sum(tally -> tally.of(how)));
        return new Gauges(
                sum(tally -> tally.open) + (listener == null ? 0 : listener.entering()),
                sum(tally -> tally.active),
                sum(tally -> tally.retries),
                Map.copyOf(ends));
    }

    private long sum(Function<Tally, Tally.Count> which) {
        return tallies.stream().mapToLong(tally -> which.apply(tally).get()).sum();
    }

    /// Accepts no more connections, answers what is asked on those that are open, and closes each
    /// after its answer.
    @Override
    public void drain() {
        // In this order: whoever is told to come back must find the door closed, not be left in a
        // queue that is then thrown away.
        if (listener != null) listener.close();
        draining = true;
        long now = System.nanoTime();
        for (Loop loop : workers.loops().all())
            loop.execute(() ->
                    loop.each(timed -> {
                        if (timed instanceof Client client && equals(client.proxy))
                            client.drain(now, DRAIN_GRACE_NANOS);
                    }));
    }

    /// Whether no request is under way.
    public boolean idle() {
        return sum(tally -> tally.active) == 0;
    }

    /// Listens no more, and closes every connection.
    @Override
    public void close() {
        draining = true;
        if (listener != null) listener.close();
        if (tls != null) tls.close();
        tls = null;
        for (Loop loop : workers.loops().all())
            loop.execute(() ->
                    loop.each(timed -> {
                        if (timed instanceof Client client && equals(client.proxy)) client.close();
                    }));
    }

    Site site() {
        return site;
    }

    boolean draining() {
        return draining;
    }

    /// The Host of requests that came without one.
    String name() {
        return name;
    }

    Tally tally(Client client) {
        return tallies.get(client.worker.loop.index());
    }

    /// Whether one more connection may be open; if so it is counted.
    boolean admit() {
        if (open.incrementAndGet() <= site.limits.connections()) return true;
        open.decrementAndGet();
        return false;
    }

    void gone() {
        open.decrementAndGet();
    }
}
