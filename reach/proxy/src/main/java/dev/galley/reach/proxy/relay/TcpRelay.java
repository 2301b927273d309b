// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.ListenerConfig;
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
    private @Nullable Listener listener;
    private @Nullable SamePorts more;

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
        Listener first =
                Listener.bind(
                        loops,
                        config.bind().address(),
                        loop -> new Session(this, loop, 0).client());
        listener = first;
        try {
            more = SamePorts.open(this, loops, config);
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
        Log before = plan.log, log = Log.of(wanted.accessLog(), before);
        SamePorts moreBefore = more;
        if (listener != null && !(moreBefore != null && moreBefore.serve(wanted)))
            more = SamePorts.open(this, loops, wanted);
        plan = new Plan(wanted, pools, loops.count(), log, plan);
        vigil.over(plan);
        if (moreBefore != null && moreBefore != more) moreBefore.close();
        if (before != null && !before.equals(log)) before.file().close();
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
        return book.gauges();
    }

    @Override
    public void drain() {
        if (listener != null) listener.close();
        if (more != null) more.close();
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
