// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.net.Origin;
import dev.galley.net.Sockets;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.reach.proxy.Termination;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A UDP session: what one client's address and port sends, to one member, from a socket of its
/// own, so that what comes back there is this client's. Belongs to its loop's thread.
final class Flow extends ChannelInboundHandlerAdapter {
    /// Datagrams that wait while the socket is being made.
    private static final int MOST_EARLY = 64;

    private final Door door;
    private final Plan plan;
    private final InetSocketAddress client;
    private final Member member;
    private final Account account;
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>();
    private @Nullable Channel channel;
    private long lastNanos;
    private long asked;
    private long answers;
    private boolean over;

    private Flow(Door door, Plan plan, InetSocketAddress client, Lease lease, Account account) {
        this.door = door;
        this.plan = plan;
        this.client = client;
        this.member = lease.member();
        this.account = account;
        this.lastNanos = System.nanoTime();
        account.chose(lease, lastNanos);
    }

    /// Null: no member can serve it.
    static @Nullable Flow open(Door door, Plan plan, InetSocketAddress client) {
        Book book = door.relay().book();
        book.admit(Integer.MAX_VALUE);
        Account account = new Account(book, door.loop(), System.nanoTime());
        Branch branch = plan.branches.getFirst();
        Pool pool = branch.pool();
        Lease lease =
                pool.choose(new Tries(pool, new Origin(client, door.relay().address(), null)));
        if (lease != null) {
            pool.retries().earn();
            Flow flow = new Flow(door, plan, client, lease, account);
            flow.connect();
            return flow;
        }
        Termination why = pool.down() ? Termination.NO_MEMBER : Termination.QUEUE_FULL;
        account.finish(why, branch, client, plan.log);
        return null;
    }

    private void connect() {
        Sockets.datagrams(door.relay().loops(), door.loop(), this)
                .connect(member.address())
                .addListener((ChannelFuture done) -> connected(done));
    }

    private void connected(ChannelFuture done) {
        if (over) {
            done.channel().close();
        } else if (done.isSuccess()) {
            Channel open = done.channel();
            channel = open;
            account.connected(System.nanoTime());
            for (ByteBuf first : early) open.write(first, open.voidPromise());
            early.clear();
            open.flush();
        } else {
            end(Termination.NOT_CONNECTED);
        }
    }

    Member member() {
        return member;
    }

    /// The client has sent this; it is taken.
    void ask(ByteBuf bytes) {
        lastNanos = System.nanoTime();
        account.asked(bytes.readableBytes(), lastNanos);
        asked++;
        Channel to = channel;
        if (to != null) {
            if (to.isWritable()) to.write(bytes, to.voidPromise());
            else bytes.release();
        } else if (early.size() < MOST_EARLY) {
            early.add(bytes);
        } else {
            bytes.release();
        }
    }

    void flush() {
        if (channel != null) channel.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = ((DatagramPacket) message).content();
        if (over) {
            bytes.release();
            return;
        }
        lastNanos = System.nanoTime();
        account.answered(bytes.readableBytes(), lastNanos);
        answers++;
        door.answer(bytes, client);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        door.flush();
        if (plan.responses > 0 && answers >= plan.responses * asked) end(Termination.DONE);
    }

    /// Nobody listens there, most of all: ICMP says so.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(account.answered() ? Termination.TRUNCATED : Termination.NOT_CONNECTED);
    }

    /// Ends it if nothing came for too long.
    boolean expired(long now) {
        if (now - lastNanos < plan.idleNanos) return false;
        if (account.answered()) end(Termination.DONE);
        else end(plan.responses > 0 ? Termination.ANSWER_TIMEOUT : Termination.IDLE);
        return true;
    }

    void end(Termination how) {
        if (over) return;
        over = true;
        door.forget(client);
        for (ByteBuf unsent : early) unsent.release();
        early.clear();
        if (channel != null) channel.close();
        account.finish(how, plan.branches.getFirst(), client, plan.log);
    }
}
