// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The event loops: one a core, nothing shared between them on the hot path.
public final class Loops implements AutoCloseable {
    private final Transport transport;
    private final IoEventLoopGroup group;
    private final List<Loop> all;
    private @Nullable Loops datagrams;
    private final Set<Listener> listening = ConcurrentHashMap.newKeySet();
    private volatile Set<InetAddress> elsewhere = Set.of();

    static {
        // Following every hundredth buffer costs more than a request may; tests turn it on by
        // Netty's own property.
        if (System.getProperty("io.netty.leakDetection.level") == null)
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    private Loops(Transport transport, int count, int firstWriter) {
        this.transport = transport;
        List<BusyPoll> polls = new ArrayList<>();
        this.group =
                new MultiThreadIoEventLoopGroup(
                        count,
                        new DefaultThreadFactory("loop", true, Thread.NORM_PRIORITY),
                        BusyPoll.polling(transport.handler(count), polls::add));
        List<Loop> loops = new ArrayList<>();
        for (EventExecutor each : group) {
            int index = loops.size();
            loops.add(new Loop(index, firstWriter + index, (EventLoop) each, polls.get(index)));
        }
        this.all = List.copyOf(loops);
    }

    /// Starts `count` loops on the best transport that the host allows.
    public static Loops start(int count) {
        return on(Transport.best(), count);
    }

    /// Starts `count` loops on `transport`.
    static Loops on(Transport transport, int count) {
        return new Loops(transport, count, 0);
    }

    /// The loops for datagrams, as many: these, or others beside them where another transport is
    /// the better one for that.
    public synchronized Loops datagrams() {
        Transport best = transport.forDatagrams();
        if (best == transport) return this;
        Loops made = datagrams == null ? new Loops(best, count(), count()) : datagrams;
        made.elsewhere = elsewhere;
        datagrams = made;
        return made;
    }

    /// Addresses that may be another machine's for now: they are listened on all the same, and
    /// serve from when they come here.
    public synchronized void elsewhere(Set<InetAddress> addresses) {
        elsewhere = Set.copyOf(addresses);
        if (datagrams != null && datagrams != this) datagrams.elsewhere = elsewhere;
    }

    boolean elsewhere(InetAddress address) {
        return elsewhere.contains(address);
    }

    /// How many there are.
    public int count() {
        return all.size();
    }

    /// How many loops may count something: with those for datagrams, where these are others.
    public int writers() {
        return transport.forDatagrams() == transport ? count() : 2 * count();
    }

    /// All of them, by index.
    public List<Loop> all() {
        return all;
    }

    /// What they run on.
    public Transport transport() {
        return transport;
    }

    /// Runs `task` once every loop has ended what it does now: what was taken from sight before,
    /// none of them holds then.
    public void afterAll(Runnable task) {
        AtomicInteger busy = new AtomicInteger(all.size());
        for (Loop loop : all)
            loop.execute(() -> {
                if (busy.decrementAndGet() == 0) task.run();
            });
    }

    /// The listeners that are open.
    Set<Listener> listening() {
        return listening;
    }

    IoEventLoopGroup group() {
        return group;
    }

    /// Closes every connection and ends the threads; waits 5 s at the most.
    @Override
    public synchronized void close() {
        if (datagrams != null) datagrams.close();
        // What the kernel still has of a closed connection must come back before its memory is
        // freed;
        // Netty gives io_uring that time if it is to be quiet for a moment, and else does not.
        int quiet = transport == Transport.IO_URING ? 1 : 0;
        group.shutdownGracefully(quiet, 5000, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
