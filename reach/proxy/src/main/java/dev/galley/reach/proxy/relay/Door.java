// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.net.Loop;
import dev.galley.pool.Member;
import dev.galley.reach.proxy.Termination;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One loop's socket that clients send datagrams to, and their sessions, the one that was idle for
/// longest first. Belongs to its loop's thread.
final class Door extends ChannelInboundHandlerAdapter {
    private static final long TICK_MILLIS = 100;

    private final UdpRelay relay;
    private final Loop loop;
    private final Map<InetSocketAddress, Flow> flows = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Flow> unsent = new ArrayList<>();
    private @Nullable ChannelHandlerContext context;
    private boolean ticking;

    Door(UdpRelay relay, Loop loop) {
        this.relay = relay;
        this.loop = loop;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    UdpRelay relay() {
        return relay;
    }

    Loop loop() {
        return loop;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket datagram = (DatagramPacket) message;
        InetSocketAddress client = datagram.sender();
        Flow flow = flows.get(client);
        if (flow == null) flow = begin(client);
        if (flow == null) {
            datagram.release();
            return;
        }
        flow.ask(datagram.content());
        unsent.add(flow);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        for (int i = 0; i < unsent.size(); i++) unsent.get(i).flush();
        unsent.clear();
    }

    private @Nullable Flow begin(InetSocketAddress client) {
        if (relay.draining()) return null;
        Plan plan = relay.plan();
        if (flows.size() >= Math.max(1, plan.connections / relay.doors()))
            flows.values().iterator().next().end(Termination.DISPLACED);
        Flow flow = Flow.open(this, plan, client);
        if (flow == null) return null;
        flows.put(client, flow);
        if (!ticking) tickLater();
        return flow;
    }

    /// An answer of a member.
    void answer(ByteBuf bytes, InetSocketAddress client) {
        ChannelHandlerContext to = context;
        if (to == null) bytes.release();
        else to.write(new DatagramPacket(bytes, client), to.voidPromise());
        // It is not the one that was idle for longest any more.
        flows.get(client);
    }

    void flush() {
        if (context != null) context.flush();
    }

    void forget(InetSocketAddress client) {
        flows.remove(client);
    }

    /// Ends the sessions of these members.
    void end(Predicate<Member> whose, Termination why) {
        for (Flow flow : List.copyOf(flows.values())) if (whose.test(flow.member())) flow.end(why);
    }

    private void tickLater() {
        ticking = true;
        loop.eventLoop().schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Ends what was idle for too long: all that is idle stands in front.
    private void tick() {
        long now = System.nanoTime();
        while (!flows.isEmpty()) {
            Flow eldest = flows.values().iterator().next();
            if (!eldest.expired(now)) break;
        }
        ticking = false;
        if (!flows.isEmpty()) tickLater();
    }

    /// A client's address is not reached, or the like: nobody to tell.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
}
