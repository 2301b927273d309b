// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.ProxyProtocol;
import dev.galley.net.Origin;
import dev.galley.net.ProxyHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client's connection: reads heads, and has one exchange at a time; what is pipelined waits in
/// the buffer.
final class Client extends Side {
    private enum State {
        /// A head is awaited.
        HEAD,
        /// A request's body is under way.
        BODY,
        /// The request is whole, its answer is not.
        ANSWER,
        /// Bytes go both ways.
        TUNNEL,
        /// The last answer is written; what the client still sends is thrown away, lest a reset
        /// destroys the answer (RFC 9112 section 9.6).
        LINGER,
        CLOSED
    }

    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LINGER_BYTES = 1 << 20;

    private static final byte[] HTTPS = Words.of("https");

    final HttpProxy proxy;
    private State state = State.HEAD;
    private @Nullable Exchange exchange;
    private @Nullable Origin origin;
    private @Nullable Identity identity;
    private int served;
    private boolean begun;
    private boolean ended;
    private boolean processing;
    private long lingered;
    private long stuckSince;
    private long stuck;

    Client(HttpProxy proxy, Worker worker) {
        super(worker);
        this.proxy = proxy;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Origin from = Origin.of(ctx.channel());
        if (from == null || !proxy.admit()) {
            state = State.CLOSED;
            ctx.close();
            return;
        }
        origin = from;
        worker.loop.watch(this);
        proxy.tally(this).open.add(1);
        deadline(System.nanoTime() + proxy.site().headNanos);
    }

    /// Where the request comes from: the peer, or what the PROXY protocol says of it.
    InetSocketAddress source() {
        return origin().source();
    }

    /// Where its connection comes from.
    Origin origin() {
        Origin known = origin;
        if (known == null) throw new IllegalStateException("not connected");
        return known;
    }

    /// Whether the request came by TLS: to here, or to a trusted proxy that says so.
    boolean secure(RequestHead request) {
        if (origin().tls() != null) return true;
        int i = request.find(Field.X_FORWARDED_PROTO);
        return i >= 0
                && proxy.site().trusts(source().getAddress())
                && Chars.is(request.b, request.valueFrom[i], request.valueTo[i], HTTPS);
    }

    /// What a member that wants to know of the connection by the PROXY protocol gets first; null:
    /// nothing.
    @Nullable ByteBuf header(ProxyProtocol version) {
        return version == ProxyProtocol.OFF
                ? null
                : ProxyHeader.write(version, origin(), worker.allocator);
    }

    /// What members are told of the client.
    Identity identity() {
        Identity known = identity;
        if (known == null) identity = known = new Identity(origin());
        return known;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        switch (state) {
            case CLOSED -> bytes.release();
            case LINGER -> {
                lingered += bytes.readableBytes();
                bytes.release();
                if (lingered > LINGER_BYTES) close();
            }
            default -> {
                if (state == State.TUNNEL && exchange != null) {
                    exchange.forward.tunnelled(bytes);
                } else {
                    append(bytes);
                    process();
                }
            }
        }
    }

    /// Goes on with what was read, as far as it goes.
    void process() {
        if (processing) return;
        processing = true;
        while (in != null && step(in)) {}
        processing = false;
        if (in != null && !in.isReadable()) dropIn();
        if (ended) noMore();
    }

    private boolean step(ByteBuf bytes) {
        if (!bytes.isReadable()) return false;
        return switch (state) {
            case HEAD -> head(bytes);
            case BODY -> exchange != null && exchange.forward.body(bytes);
            case ANSWER -> {
                pause();
                yield false;
            }
            case TUNNEL, LINGER, CLOSED -> false;
        };
    }

    private boolean head(ByteBuf bytes) {
        Site site = proxy.site();
        RequestHead request = worker.request;
        int length = parse(request, bytes, site.limits);
        if (length == Head.MORE) {
            if (!begun) deadline(System.nanoTime() + site.headNanos);
            begun = true;
            return false;
        }
        begun = true;
        long now = System.nanoTime();
        noDeadline();
        Exchange next = worker.exchange();
        exchange = next;
        proxy.tally(this).active.add(1);
        if (length < 0) {
            state = State.ANSWER;
            next.refuse(this, site, -length, now);
            return false;
        }
        bytes.skipBytes(length);
        state = request.hasBody() ? State.BODY : State.ANSWER;
        if (state == State.BODY) deadline(now + site.bodyNanos);
        next.begin(this, site, request, length, now);
        return true;
    }

    boolean hasInput() {
        return in != null && in.isReadable();
    }

    void bodyProgress(long deadline) {
        deadline(deadline);
    }

    void bodyDone() {
        noDeadline();
        state = State.ANSWER;
    }

    void tunnel(long deadline) {
        state = State.TUNNEL;
        deadline(deadline);
    }

    /// Whether the answer must be the last one on this connection.
    boolean last(Site site) {
        return proxy.draining() || served + 1 >= site.limits.requests();
    }

    /// The exchange is over, and its answer is written.
    ///
    /// @param keep whether another request may follow
    /// @param whole whether the request was read to its end
    void finished(boolean keep, boolean whole, long now) {
        exchange = null;
        served++;
        proxy.tally(this).active.add(-1);
        if (state == State.CLOSED) return;
        if (!keep) {
            closeAfterFlush(whole, now);
            return;
        }
        state = State.HEAD;
        begun = false;
        deadline(now + proxy.site().idleNanos);
        if (proxy.draining()) drain(now, HttpProxy.DRAIN_GRACE_NANOS);
        resume();
        process();
    }

    private void closeAfterFlush(boolean whole, long now) {
        boolean linger = !ended && (!whole || hasInput());
        dropIn();
        state = State.LINGER;
        deadline(now + (linger ? LINGER_NANOS : proxy.site().sendNanos));
        resume();
        if (linger) endOutput();
        else closeFlushed();
    }

    private void closeFlushed() {
        if (waiting() == 0) close();
        else
            channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// The answer waits for the client to take it.
    void stuck(long now) {
        stuck = waiting();
        stuckSince = now;
        deadline(now + proxy.site().sendNanos);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange == null || !writable()) return;
        if (state != State.TUNNEL) noDeadline();
        exchange.forward.clientWritable();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            // BoringSSL answers in kind, so that nothing can be written any more.
            if (state == State.TUNNEL && exchange != null) exchange.forward.tunnelEnded();
            else close();
        } else if (event instanceof ChannelInputShutdownEvent) {
            ended = true;
            noMore();
        }
    }

    /// The client sends no more, and what it sent was looked at. That is not to say that it has
    /// gone: it may have closed its half, as `nc -N` does, and wait for its answer.
    private void noMore() {
        switch (state) {
            case HEAD -> {
                dropIn();
                closeAfterFlush(true, System.nanoTime());
            }
            case BODY -> {
                if (!hasInput()) close();
            }
            case TUNNEL -> {
                if (exchange != null) exchange.forward.tunnelEnded();
            }
            case LINGER -> closeFlushed();
            case ANSWER, CLOSED -> {}
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        close();
    }

    void close() {
        if (state == State.CLOSED) return;
        state = State.CLOSED;
        worker.loop.unwatch(this);
        proxy.gone();
        proxy.tally(this).open.add(-1);
        Exchange cut = exchange;
        exchange = null;
        if (cut != null) {
            proxy.tally(this).active.add(-1);
            cut.clientGone(Termination.CLIENT_GONE);
        }
        dropIn();
        channel().close();
    }

    /// The proxy stops: whoever is between two requests goes soon.
    void drain(long now, long graceNanos) {
        if (state == State.HEAD && !begun) deadline(now + graceNanos);
    }

    @Override
    protected void expired(long now) {
        switch (state) {
            case HEAD -> {
                if (begun) late(now);
                else close();
            }
            case BODY -> slowBody();
            case ANSWER -> slowReader(now);
            default -> close();
        }
    }

    private void late(long now) {
        Exchange next = worker.exchange();
        exchange = next;
        proxy.tally(this).active.add(1);
        state = State.ANSWER;
        next.refuse(this, proxy.site(), 408, now);
    }

    private void slowBody() {
        if (exchange != null) exchange.forward.refuseBody(408);
    }

    /// Progress, however small, earns more time, as long as it keeps the least rate.
    private void slowReader(long now) {
        long left = waiting();
        Site site = proxy.site();
        long leastBytes =
                site.limits.minRate().bytes() * TimeUnit.NANOSECONDS.toSeconds(now - stuckSince);
        if (stuck - left > Math.max(0, leastBytes - 1)) {
            stuck(now);
            return;
        }
        Exchange cut = exchange;
        exchange = null;
        proxy.tally(this).active.add(-1);
        if (cut != null) cut.clientGone(Termination.CLIENT_SLOW);
        close();
    }
}
