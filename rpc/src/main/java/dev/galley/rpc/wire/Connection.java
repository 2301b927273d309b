// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.galley.net.Loop;
import dev.galley.net.Timed;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.Stage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.collection.IntObjectHashMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A connection that speaks Galley's own framing; either side of it. Belongs to its loop's thread,
/// but for {@link #send}.
abstract class Connection extends Timed implements FrameDecoder.Sink {
    final Loop loop;

    /// Its way to virtual threads.
    final Crossing crossing = new Crossing();

    /// The calls that are open, by their number.
    final IntObjectHashMap<WireStream> streams = new IntObjectHashMap<>();

    private final Terms terms;
    private final Handshake handshake;
    private final FrameDecoder decoder = new FrameDecoder(this);
    private final Outbox outbox = new Outbox();
    private final Runnable drainTask = this::drain;
    private final Alarm alarm;
    private @Nullable Batch batch;
    private final Turns turns = new Turns();
    private boolean open;
    private @Nullable Failure over; // why what was not sent will not be
    private boolean asked;
    private long heard;
    private long used;
    private volatile @Nullable Greeting theirs;

    Connection(Loop loop, Terms terms, boolean client) {
        this.loop = loop;
        this.terms = terms;
        this.handshake = new Handshake(client, terms);
        this.alarm = new Alarm(loop.eventLoop(), this::expire);
    }

    /// How this side behaves.
    final Terms terms() {
        return terms;
    }

    /// What the other side has said of itself; any thread, once it is open.
    final Greeting theirs() {
        Greeting known = theirs;
        if (known == null) throw new IllegalStateException("not open");
        return known;
    }

    final boolean open() {
        return open;
    }

    final boolean isOver() {
        return over != null;
    }

    final Batch batch() {
        Batch writing = batch;
        if (writing == null) throw new IllegalStateException("not in a pipeline");
        return writing;
    }

    /// Writes `one` when its turn comes, and soon; any thread.
    final void send(Outgoing one) {
        if (!outbox.add(one)) return;
        try {
            loop.execute(drainTask);
        } catch (RejectedExecutionException stopped) {
            Outgoing.discardAll(
                    outbox.takeAll(), Failure.of(Stage.NOT_SENT, "this process is stopping"));
        }
    }

    /// The call is open; it has its number.
    final void add(WireStream call) {
        streams.put(call.id, call);
        loop.await(1);
    }

    /// The call is over.
    final void remove(WireStream call) {
        if (streams.remove(call.id) != null) loop.await(-1);
    }

    /// Has a thread that waits for this connection go on; null: there is none. On the loop.
    final void wake(@Nullable Thread waiting) {
        if (waiting != null) crossing.wake(waiting);
    }

    /// Ends the stream with `why`, if its deadline is at or before `now`; for calls not yet
    /// numbered.
    abstract void expire(WireStream stream);

    /// A frame of a call, or what only one side gets.
    abstract void callFrame(int type, int flags, int stream, ByteBuf in, int length)
            throws WireException;

    /// Both sides know each other.
    abstract void opened();

    /// Why calls that were sent have no answer, and those that were not are not sent.
    abstract void lost(Failure unanswered);

    // ---- what comes

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        batch = new Batch(ctx);
    }

    final void sayHello() {
        control(Format.HELLO, handshake.hello());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        crossing.gather();
        try {
            if (!isOver()) decoder.feed(in);
        } catch (WireException e) {
            refuse(String.valueOf(e.getMessage()));
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        crossing.cross();
        heard = System.nanoTime();
        asked = false;
    }

    @Override
    public void frame(int type, int flags, int stream, ByteBuf in, int length)
            throws WireException {
        if (!open) {
            greeting(type, FrameDecoder.take(in, length));
            return;
        }
        switch (type) {
            case Format.PING -> answer(FrameDecoder.take(in, length));
            case Format.PONG -> {}
            case Format.HELLO, Format.PROOF ->
                    throw new WireException("a greeting came after the greeting");
            default -> callFrame(type, flags, stream, in, length);
        }
    }

    /// Whoever does not read gets no more to read; it has signs of life left.
    private void answer(byte[] ping) {
        if (context().channel().isWritable()) control(Format.PONG, ping);
    }

    @Override
    public @Nullable ByteBuf room(int stream, int length) throws WireException {
        WireStream of = streams.get(stream);
        return of == null ? null : of.room(length);
    }

    @Override
    public void gathered(int stream) throws WireException {
        WireStream of = streams.get(stream);
        if (of != null) of.gathered();
    }

    /// Whether there is memory for so many bytes more.
    boolean holds(int bytes) {
        return true;
    }

    /// So many bytes are not held any more.
    void released(int bytes) {}

    private void greeting(int type, byte[] payload) throws WireException {
        switch (type) {
            case Format.HELLO -> {
                handshake.hello(payload);
                greeted();
            }
            case Format.PROOF -> {
                handshake.proof(payload);
                proved();
                begin();
            }
            case Format.GOAWAY -> refusedUs(payload);
            default -> throw new WireException("a frame of type " + type + " before the greeting");
        }
        flush();
    }

    /// The other side has said HELLO, and now PROOF.
    abstract void greeted();

    abstract void proved();

    /// The other side does not want this connection.
    abstract void refusedUs(byte[] payload);

    final void sayProof() {
        control(Format.PROOF, handshake.proof());
    }

    private void begin() {
        open = true;
        theirs = handshake.theirs();
        decoder.greeted();
        used = System.nanoTime();
        deadline(used + terms.silence().toNanos() / 2);
        opened();
        drain();
    }

    // ---- what goes

    final void control(int type, byte[] payload) {
        if (batch == null) return;
        batch().header(type, 0, 0, payload.length);
        batch().bytes(payload);
        if (open) flush();
    }

    final void flush() {
        if (batch != null) batch().flush();
    }

    private void drain() {
        append(outbox.takeAll());
        Failure why = over;
        if (why == null) writeHeld();
        else Outgoing.discardAll(turns.takeAll(), why);
    }

    private void append(@Nullable Outgoing taken) {
        for (Outgoing one = taken; one != null; ) {
            Outgoing next = one.next;
            turns.add(one);
            if (batch != null) batch().expect(one.size());
            if (one instanceof WireStream call && call.id == 0) alarm.set(call.deadline());
            one = next;
        }
    }

    private void writeHeld() {
        if (!open || turns.isEmpty()) return;
        while (!turns.isEmpty() && context().channel().isWritable()) turns.write(this);
        flush();
    }

    final void interleave(WireStream stream) {
        turns.interleave(stream);
    }

    final void forget(WireStream stream) {
        turns.forget(stream);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) return;
        heard = System.nanoTime(); // it takes what it is sent, behind which a PING would wait
        loop.execute(drainTask);
    }

    // ---- time

    final void alarm(long deadline) {
        alarm.set(deadline);
    }

    /// Ends what is due.
    ///
    /// @return when the next is
    private long expire(long now) {
        List<WireStream> due = new ArrayList<>();
        long next = CallContext.NEVER;
        for (WireStream stream : streams.values()) next = stream.look(now, next, due);
        for (Outgoing one = turns.first(); one != null; one = one.next)
            if (one instanceof WireStream call && call.id == 0) next = call.look(now, next, due);
        due.forEach(this::expire);
        return next;
    }

    /// Asks for a sign of life, or gives up: no byte came for a while. Calls may begin at any time,
    /// so it looks as often as they would need it.
    @Override
    protected void expired(long now) {
        if (!open) {
            close("no connection, or no greeting, in time");
            return;
        }
        boolean calling = !streams.isEmpty();
        long half = terms.silence().toNanos() / 2;
        long quiet = calling ? half : terms.quiet().toNanos();
        long patience = calling ? half : terms.patience().toNanos();
        if (turns.isEmpty() && !calling && now - used > idleNanos()) {
            deadline(now + patience);
            idle();
        } else if (heard + quiet - now > 0) {
            deadline(Math.min(heard + quiet, now + half));
        } else if (!asked) {
            asked = true;
            control(Format.PING, new byte[8]);
            deadline(now + patience);
        } else {
            close("no sign of life for " + (now - heard) / 1_000_000 + " ms");
        }
    }

    /// A call has ended.
    final void used() {
        used = System.nanoTime();
    }

    /// After so long without a call it is not needed.
    long idleNanos() {
        return terms.idle().toNanos();
    }

    /// It was not needed for a while; is called again as long as it is there.
    abstract void idle();

    // ---- the end

    /// The other side does not keep to the protocol.
    private void refuse(String reason) {
        if (isOver()) return;
        goAway(Integer.MAX_VALUE, reason);
        ChannelHandlerContext ctx = context();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        loop.eventLoop().schedule(() -> ctx.close(), terms.patience().toMillis(), MILLISECONDS);
        end("the connection was closed: " + reason);
    }

    /// Tells the other side to begin no more calls.
    ///
    /// @param lastTaken the last call that was taken
    final void goAway(int lastTaken, String reason) {
        if (batch == null || isOver()) return;
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        batch().header(Format.GOAWAY, 0, 0, 4 + text.length);
        batch().room(4).writeInt(lastTaken);
        batch().bytes(text);
        flush();
    }

    final void close(String reason) {
        end(reason);
        if (attached()) context().close();
    }

    /// Nothing comes or goes any more.
    private void end(String reason) {
        if (isOver()) return;
        over = Failure.of(Stage.NOT_SENT, reason);
        loop.unwatch(this);
        alarm.stop();
        if (batch != null) batch().discard();
        lost(Failure.of(Stage.UNANSWERED, reason));
        drain();
        crossing.cross();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) close("the other side has closed");
        else ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end("the connection was reset");
    }
}
