// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Incoming;
import dev.galley.rpc.server.Served;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A call by HTTP. The loop puts messages in and takes them out; the thread of the call waits while
/// there is none, or while a window of them is unsent.
abstract class HttpCall implements Incoming {
    /// A message, or (without one) the end.
    private static final class Item {
        private final byte @Nullable [] message;
        private final boolean compressed;

        private Item(byte @Nullable [] message, boolean compressed) {
            this.message = message;
            this.compressed = compressed;
        }
    }

    /// What a message takes beside its bytes: empty ones fill a window, too.
    private static final int OVERHEAD = 64;

    /// The same on its way out, as measured: buffers, frames and promises.
    private static final int OVERHEAD_OUT = 1024;

    /// The longest message from whoever knows no secret, and may ask for nothing but health.
    private static final int STRANGE = 1024;

    private static final Item LAST = new Item(null, false);

    final Exchange exchange;
    final Served served;

    /// The longest message, in bytes.
    final int longest;

    /// Messages of so many bytes are compressed; {@link Integer#MAX_VALUE}: none.
    private final int gzipFrom;

    private final CallContext context;
    private final int window;
    private final Budget budget;
    private final long begun = System.nanoTime();
    private final BlockingQueue<Item> inbox = new LinkedBlockingQueue<>();
    private final AtomicInteger unread = new AtomicInteger();
    private final AtomicInteger unsent = new AtomicInteger();

    /// The loop's, as the next five.
    private long bytesIn;

    private long bytesOut;
    private int messages;

    /// What the budget knows of a message that has come in part.
    private int charged;

    private boolean dispatched;
    private @Nullable Future<?> timer;

    /// The thread's.
    private boolean readAll;

    private volatile @Nullable Thread sender;
    private volatile @Nullable Runnable onGone;
    private volatile @Nullable End over;

    HttpCall(Exchange exchange, Served served, CallContext context, Head head) {
        boolean trusted = head.isTrusted(exchange.terms.secret());
        int most = exchange.terms.message(), compress = exchange.terms.compress();
        this.longest = trusted ? most : Math.min(STRANGE, most);
        this.gzipFrom = compress > 0 && head.takesGzip() ? compress : Integer.MAX_VALUE;
        this.exchange = exchange;
        this.served = served;
        this.context = context;
        this.window = exchange.terms.window();
        this.budget = exchange.budget;
    }

    /// A part of the body has come; on the loop.
    abstract void body(ByteBuf part);

    /// How many bytes are kept for a message that has come in part; on the loop.
    abstract int gathered();

    /// The body has ended; on the loop.
    abstract void bodyEnd();

    /// Writes a message of the response; on the loop.
    ///
    /// @param compressed by gzip
    /// @param last nothing comes after it
    /// @return done once the bytes have left
    abstract ChannelFuture write(ByteBuf message, boolean compressed, boolean last);

    /// Whether it can be said of a message that it is compressed.
    ///
    /// @param last it is the only one
    abstract boolean compresses(boolean last);

    /// Whether messages of the response may be compressed.
    final boolean gzips() {
        return gzipFrom < Integer.MAX_VALUE;
    }

    /// Writes the end of the response; on the loop.
    abstract void writeEnd();

    /// Writes that the call has failed; on the loop.
    abstract void write(Problem problem);

    // ---- the loop

    /// It is as it must be, and will be served.
    void accepted() {
        long left = context.remaining();
        if (left != CallContext.NEVER)
            timer = exchange.loop.eventLoop().schedule(this::late, left, TimeUnit.NANOSECONDS);
        if (served.kind().clientStreams()) dispatch();
    }

    void refuse(Problem problem) {
        if (over != null) return;
        write(problem);
        ended(problem.stage(), new End(problem.stage(), problem.detail()));
    }

    private void late() {
        refuse(Problem.of(new End(Stage.DEADLINE, "not done within the deadline").exception()));
        runOnGone();
    }

    /// A part of the body has come.
    final void take(ByteBuf part) {
        body(part);
        charge();
    }

    private void charge() {
        int kept = over == null ? gathered() : 0;
        budget.add(kept - charged);
        charged = kept;
        if (over == null && budget.isSpent())
            refuse(Problem.refused(503, "overload", "the connection has too much under way"));
    }

    /// A message of the request is whole.
    final void received(byte[] message, boolean compressed) {
        if (over != null) return;
        messages++;
        bytesIn += message.length;
        unread.addAndGet(message.length + OVERHEAD);
        budget.add(message.length + OVERHEAD);
        inbox.add(new Item(message, compressed));
        if (messages > 1 && !served.kind().clientStreams()) refuse(notOne());
    }

    /// The request is whole; calls that are not sent a stream begin now.
    final void receivedAll() {
        if (over != null) return;
        if (messages == 0 && !served.kind().clientStreams()) refuse(notOne());
        if (over != null) return;
        inbox.add(LAST);
        dispatch();
    }

    private Problem notOne() {
        return Problem.refused(400, "not-one-message", served.name() + " takes one message");
    }

    private void dispatch() {
        if (dispatched) return;
        dispatched = true;
        exchange.server.dispatcher().dispatch(served, this);
    }

    /// Whether it waits for no more of its request before it begins.
    final boolean isDispatched() {
        return dispatched;
    }

    /// Whether more of the request may come.
    final boolean hasRoom() {
        int waiting = unread.get();
        return waiting == 0 || (waiting < window && !budget.isScarce());
    }

    /// Nobody waits for the response any more.
    final void gone(String why) {
        if (over == null) ended(Stage.CANCELLED, new End(Stage.CANCELLED, why));
        runOnGone();
    }

    private void ended(@Nullable Stage failed, End why) {
        over = why;
        if (timer != null) timer.cancel(false);
        for (Item item = inbox.poll(); item != null; item = inbox.poll()) release(item);
        charge();
        inbox.add(LAST);
        LockSupport.unpark(sender);
        long nanos = System.nanoTime() - begun;
        served.ended(exchange.loop.index(), failed, bytesIn, bytesOut, nanos);
    }

    /// Whoever takes it out of the inbox.
    private void release(Item item) {
        byte[] message = item.message;
        if (message != null) budget.add(-message.length - OVERHEAD);
    }

    final void runOnGone() {
        Runnable task = onGone;
        if (task != null) task.run();
    }

    private void writeNow(ByteBuf message, boolean compressed, boolean last) {
        int length = message.readableBytes();
        if (over != null) {
            budget.add(-length - OVERHEAD_OUT);
            return;
        }
        bytesOut += length;
        ChannelFuture left = write(message, compressed, last);
        left.addListener(_ -> sent(length + OVERHEAD_OUT));
        if (last) ended(null, End.WELL);
    }

    private void sent(int bytes) {
        budget.add(-bytes);
        exchange.progress(unsent.addAndGet(-bytes));
        LockSupport.unpark(sender);
    }

    private void endNow() {
        if (over != null) return;
        writeEnd();
        ended(null, End.WELL);
    }

    private void onLoop(Runnable task) {
        try {
            exchange.loop.execute(task);
        } catch (RejectedExecutionException stopped) {
            over = new End(Stage.CANCELLED, "this process is stopping");
        }
    }

    // ---- the thread of the call

    @Override
    public CallContext context() {
        return context;
    }

    @Override
    public final byte @Nullable [] next() {
        if (readAll) return null;
        Item item = take();
        byte[] message = item.message;
        if (message == null) {
            readAll = true;
            End why = over;
            if (why != null) throw why.exception();
            return null;
        }
        release(item);
        int bytes = message.length + OVERHEAD, after = unread.addAndGet(-bytes);
        if (after == 0 || (after < window && after + bytes >= window)) onLoop(exchange::readOn);
        return item.compressed ? Gzip.inflate(message, longest) : message;
    }

    private Item take() {
        try {
            return inbox.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    private CallException interrupted() {
        End why = over;
        return (why == null ? new End(Stage.CANCELLED, "the thread was interrupted") : why)
                .exception();
    }

    @Override
    public final void send(byte[] message, int offset, int length) {
        give(message, offset, length, false);
    }

    @Override
    public final void finish(byte[] message, int offset, int length) {
        give(message, offset, length, true);
    }

    private void give(byte[] message, int offset, int length, boolean last) {
        awaitRoom();
        boolean may = length >= gzipFrom && compresses(last);
        byte[] smaller = may ? Gzip.deflate(message, offset, length) : null;
        ByteBuf bytes =
                smaller == null
                        ? Unpooled.wrappedBuffer(message, offset, length)
                        : Unpooled.wrappedBuffer(smaller);
        int size = bytes.readableBytes() + OVERHEAD_OUT;
        unsent.addAndGet(size);
        budget.add(size);
        onLoop(() -> writeNow(bytes, smaller != null, last));
    }

    private void awaitRoom() {
        while (true) {
            End why = over;
            if (why != null) throw why.exception();
            if (mayGive()) return;
            if (Thread.currentThread().isInterrupted()) throw interrupted();
            sender = Thread.currentThread();
            if (!mayGive() && over == null) LockSupport.park(this);
            sender = null;
        }
    }

    private boolean mayGive() {
        int waiting = unsent.get();
        return waiting == 0 || (waiting < window && !budget.isScarce());
    }

    @Override
    public final void end() {
        onLoop(this::endNow);
    }

    @Override
    public final void fail(CallException failure) {
        onLoop(() -> refuse(Problem.of(failure)));
    }

    @Override
    public final void onGone(Runnable task) {
        onGone = task;
        End why = over;
        if (why != null && !why.equals(End.WELL)) task.run();
    }
}
