// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.ListenerConfig;
import dev.galley.net.DatagramListener;
import dev.galley.net.Gauges;
import dev.galley.net.Loop;
import dev.galley.net.Loops;
import dev.galley.net.RouteTraffic;
import dev.galley.net.Way;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import dev.galley.reach.proxy.Termination;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Datagrams both ways between UDP clients and the members of a pool.
public final class UdpRelay implements Way {
    private final Loops loops;
    private final Book book;
    private final Vigil vigil;
    private final List<Door> doors;
    private volatile Plan plan;
    private volatile boolean draining;
    private @Nullable DatagramListener listener;

    /// Nothing listens yet.
    ///
    /// @param pools the pools that the configuration names
    public UdpRelay(Loops loops, ListenerConfig.Relay config, Map<String, Pool> pools) {
        this.loops = loops.datagrams();
        this.book = new Book(loops);
        this.plan = new Plan(config, pools, loops.writers(), null, null);
        this.doors =
                DatagramListener.doors(this.loops).stream().map(l -> new Door(this, l)).toList();
        this.vigil = new Vigil(loops, gone -> end(gone, Termination.MEMBER_DOWN));
    }

    @Override
    public void bind() throws IOException {
        listener = DatagramListener.bind(loops, plan.config.bind().address(), this::door);
        vigil.over(plan);
    }

    private Door door(Loop loop) {
        return doors.get(loop.index());
    }

    @Override
    public void configure(ListenerConfig config, Map<String, Pool> pools) throws IOException {
        if (!(config instanceof ListenerConfig.Relay wanted))
            throw new IllegalArgumentException("this is a relay");
        Log before = plan.log, log = Log.of(wanted.accessLog(), before);
        plan = new Plan(wanted, pools, loops.writers(), log, plan);
        vigil.over(plan);
        if (before != null && !before.equals(log)) before.file().close();
    }

    @Override
    public InetSocketAddress address() {
        DatagramListener listening = listener;
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
        return book.gauges(0);
    }

    /// No session begins any more; those that are open end when they are idle.
    @Override
    public void drain() {
        draining = true;
    }

    @Override
    public void close() {
        draining = true;
        vigil.close();
        end(member -> true, Termination.CUT);
        if (listener != null) listener.close();
    }

    private void end(Predicate<Member> whose, Termination why) {
        for (Door door : doors) door.loop().execute(() -> door.end(whose, why));
    }

    Loops loops() {
        return loops;
    }

    Plan plan() {
        return plan;
    }

    Book book() {
        return book;
    }

    boolean draining() {
        return draining;
    }

    int doors() {
        return doors.size();
    }
}
