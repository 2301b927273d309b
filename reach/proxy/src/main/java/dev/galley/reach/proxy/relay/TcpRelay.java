// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.ListenerConfig;
import dev.galley.config.SourceAddress;
import dev.galley.net.Front;
import dev.galley.net.Gauges;
import dev.galley.net.Listener;
import dev.galley.net.Loop;
import dev.galley.net.Loops;
import dev.galley.net.RouteTraffic;
import dev.galley.net.Sockets;
import dev.galley.net.Way;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import dev.galley.reach.proxy.Termination;
import io.netty.channel.ChannelFuture;
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
    private final Book book;
    private final Vigil vigil;
    private volatile Plan plan;
    private volatile @Nullable Listener listener;
    private volatile @Nullable SamePorts more;

    /// Nothing listens yet.
    ///
    /// @param pools the pools that the configuration names
    public TcpRelay(Loops loops, ListenerConfig.Relay config, Map<String, Pool> pools) {
        this.loops = loops;
        this.book = new Book(loops);
        this.plan = new Plan(config, pools, loops.count(), null, null);
        this.vigil = new Vigil(loops, this::leave);
    }

    @Override
    public void bind() throws IOException {
        var config = plan.config;
        if (plan.keepsSource) Sockets.tryBorrowing();
        Listener first =
                Listener.bind(
                        loops,
                        config.bind().address(),
                        front(plan),
                        loop -> new Session(this, loop, 0).client());
        listener = first;
        try {
            more = SamePorts.open(this, loops, plan);
        } catch (IOException e) {
            first.close();
            throw e;
        }
        vigil.over(plan);
    }

    @Override
    public void configure(ListenerConfig config, Map<String, Pool> pools) throws IOException {
        if (!(config instanceof ListenerConfig.Relay wanted))
            throw new IllegalArgumentException("this is a relay");
        if (wanted.source() == SourceAddress.CLIENT) Sockets.tryBorrowing();
        Log before = plan.log, log = Log.of(wanted.accessLog(), before);
        Plan next = new Plan(wanted, pools, loops.count(), log, plan);
        Listener first = listener;
        if (first != null) listen(first, next);
        plan = next;
        vigil.over(next);
        if (before != null && !before.equals(log)) before.file().close();
    }

    private void listen(Listener first, Plan next) throws IOException {
        SamePorts before = more;
        if (before == null || !before.serve(next.config)) {
            more = SamePorts.open(this, loops, next);
            if (before != null) before.close();
        } else {
            before.front(front(next));
        }
        first.front(front(next));
    }

    /// What stands before a session.
    static Front front(Plan plan) {
        var config = plan.config;
        return new Front(
                config.proxyProtocol(), config.timeout().hello(), plan.connections, null, "");
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

    Plan plan() {
        return plan;
    }

    Book book() {
        return book;
    }

    /// @param from whose address to borrow; null: nobody's
    ChannelFuture connect(
            Loop loop, Leg leg, InetSocketAddress to, @Nullable InetSocketAddress from) {
        var connector = Sockets.connector(loops, loop, leg);
        return from == null
                ? connector.connect(to)
                : connector.connect(to, new InetSocketAddress(from.getAddress(), 0));
    }
}
