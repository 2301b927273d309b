// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.Address;
import dev.galley.config.ListenerConfig;
import dev.galley.config.SourceAddress;
import dev.galley.config.TlsConfig;
import dev.galley.net.Front;
import dev.galley.net.Gauges;
import dev.galley.net.Listener;
import dev.galley.net.Loop;
import dev.galley.net.Loops;
import dev.galley.net.RouteTraffic;
import dev.galley.net.Sockets;
import dev.galley.net.Way;
import dev.galley.net.tls.TlsClient;
import dev.galley.net.tls.TlsServer;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import dev.galley.reach.proxy.MemberTls;
import dev.galley.reach.proxy.Termination;
import dev.galley.reach.proxy.Workers;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Bytes both ways between TCP clients and the members of a pool.
public final class TcpRelay implements Way {
    private final Loops loops;
    private final MemberTls members;
    private final Book book;
    private final Vigil vigil;
    private volatile Plan plan;
    private volatile @Nullable Listener listener;
    private volatile @Nullable SamePorts more;
    private @Nullable TlsServer tls;

    /// Nothing listens yet.
    ///
    /// @param pools the pools that the configuration names
    public TcpRelay(Workers workers, ListenerConfig.Relay config, Map<String, Pool> pools) {
        this.loops = workers.loops();
        this.members = workers.tls();
        this.book = new Book(loops);
        this.plan = new Plan(config, pools, loops.writers(), null, null);
        this.vigil = new Vigil(loops, this::leave);
    }

    @Override
    public void bind() throws IOException {
        var config = plan.config;
        if (plan.keepsSource) Sockets.tryBorrowing();
        tls(config.tls());
        try {
            open(config.bind().address());
        } catch (IOException e) {
            closeTls();
            throw e;
        }
        vigil.over(plan);
    }

    private void open(Address address) throws IOException {
        Listener first =
                Listener.bind(
                        loops, address, front(plan), loop -> new Session(this, loop, 0).client());
        listener = first;
        try {
            more = SamePorts.open(this, loops, plan);
        } catch (IOException e) {
            first.close();
            throw e;
        }
    }

    private void tls(@Nullable TlsConfig wanted) throws IOException {
        tls = TlsServer.following(tls, wanted, List.of(), loops::afterAll);
    }

    private void closeTls() {
        TlsServer open = tls;
        tls = null;
        if (open != null) open.close();
    }

    @Override
    public void configure(ListenerConfig config, Map<String, Pool> pools) throws IOException {
        if (!(config instanceof ListenerConfig.Relay wanted))
            throw new IllegalArgumentException("this is a relay");
        if (wanted.source() == SourceAddress.CLIENT) Sockets.tryBorrowing();
        Log before = plan.log, log = Log.of(wanted.accessLog(), before);
        Plan next = new Plan(wanted, pools, loops.writers(), log, plan);
        Listener first = listener;
        try {
            if (first != null) listen(first, next);
        } catch (IOException e) {
            if (log != null && !log.equals(before)) log.file().close();
            throw e;
        }
        plan = next;
        vigil.over(next);
        if (before != null && !before.equals(log)) before.file().close();
    }

    private void listen(Listener first, Plan next) throws IOException {
        SamePorts before = more;
        boolean same = before != null && before.serve(next.config);
        SamePorts others = before != null && same ? before : SamePorts.open(this, loops, next);
        try {
            tls(next.config.tls());
        } catch (IOException e) {
            if (!same) others.close();
            throw e;
        }
        more = others;
        others.front(front(next));
        first.front(front(next));
        if (before != null && !same) before.close();
    }

    /// What stands before a session.
    Front front(Plan plan) {
        var config = plan.config;
        return new Front(
                config.proxyProtocol(), config.timeout().hello(), plan.connections, tls, "");
    }

    @Override
    public InetSocketAddress address() {
        Listener listening = listener;
        if (listening == null) throw new IllegalStateException("bind() first");
        return listening.address();
    }

    @Override
    public Traffic traffic() {
        return book.traffic();
    }

    @Override
    public List<RouteTraffic> routes() {
        return plan.traffic();
    }

    @Override
    public Gauges gauges() {
        return book.gauges(entering());
    }

    private int entering() {
        Listener first = listener;
        SamePorts others = more;
        return (first == null ? 0 : first.entering()) + (others == null ? 0 : others.entering());
    }

    @Override
    public void drain() {
        Listener first = listener;
        SamePorts others = more;
        if (first != null) first.close();
        if (others != null) others.close();
    }

    @Override
    public void close() {
        drain();
        closeTls();
        vigil.close();
        each(session -> session.cut(Termination.CUT));
    }

    /// Ends the sessions of members that are gone.
    private void leave(Predicate<Member> gone) {
        each(session -> {
            Member member = session.member();
            if (member != null && gone.test(member)) session.cut(Termination.MEMBER_DOWN);
        });
    }

    private void each(Consumer<Session> visitor) {
        for (Loop loop : loops.all())
            loop.execute(() ->
                    loop.each(timed -> {
                        if (timed instanceof Leg leg && equals(leg.session().relay()))
                            visitor.accept(leg.session());
                    }));
    }

    /// How the members of a pool are spoken to by TLS; null: not at all.
    @Nullable TlsClient tls(Pool pool) {
        return members.of(pool.config().tls());
    }

    Plan plan() {
        return plan;
    }

    Book book() {
        return book;
    }

    /// @param from whose address to borrow; null: nobody's
    ChannelFuture connect(
            Loop loop,
            ChannelHandler handler,
            InetSocketAddress to,
            @Nullable InetSocketAddress from) {
        var connector = Sockets.connector(loops, loop, handler);
        return from == null
                ? connector.connect(to)
                : connector.connect(to, new InetSocketAddress(from.getAddress(), 0));
    }
}
