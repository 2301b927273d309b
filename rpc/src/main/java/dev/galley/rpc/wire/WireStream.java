// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One side of a call: what it has got and not read, and how much more it may send. The loop fills
/// it, one thread reads, one sends (mostly the same), and both may wait.
abstract class WireStream extends Outgoing {
    private static final AtomicIntegerFieldUpdater<WireStream> CREDIT =
            AtomicIntegerFieldUpdater.newUpdater(WireStream.class, "credit");
    private static final AtomicIntegerFieldUpdater<WireStream> UNSENT =
            AtomicIntegerFieldUpdater.newUpdater(WireStream.class, "unsent");

    final Connection connection;

    /// The number on the wire; 0: none so far. The loop's.
    int id;

    final Inbox inbox = new Inbox();

    /// What the other side may still send before it must wait, in bytes; the loop's, as the next.
    private int allowance;

    /// What has come and was not given back, in bytes.
    private int held;

    /// There was no memory for a message: what comes is dropped until the other side knows.
    private boolean full;

    /// A long message of which parts have come, and the flags of it.
    private @Nullable ByteBuf partial;

    private int partialFlags;

    /// A long message of which parts have gone, and what waits behind it.
    private @Nullable LongMessage going;

    private @Nullable ArrayDeque<Outgoing> behind;

    /// Whether the other side has ended its messages, and this side its own; the loop's.
    private boolean receivedAll;

    private boolean sentAll;

    /// Read since room was last given back; the reader's, as the next.
    private int unreturned;

    private boolean readAll;

    /// What may still be sent before waiting, in bytes; below 0: less than nothing.
    private volatile int credit;

    /// What waits for the connection to take it, in bytes: limited by this side's own window,
    /// whatever the other side says that it takes.
    private volatile int unsent;

    private volatile @Nullable Thread sender;

    /// Why it goes no further; null: it does.
    private volatile @Nullable Failure over;

    WireStream(Connection connection) {
        this.connection = connection;
        this.allowance = connection.terms().window();
    }

    /// What the other side lets this one send at first; on the loop.
    void mayReceive(int window) {
        CREDIT.addAndGet(this, window);
        connection.wake(sender);
    }

    /// Whether the connection has it among the calls that are open; on the loop.
    boolean isOpen() {
        return id != 0 && over == null;
    }

    /// When it is to end at the latest, by `System.nanoTime()`.
    abstract long deadline();

    /// Adds itself to those that are due `now`.
    ///
    /// @param next the first deadline of others that is to come
    /// @return the first of all
    final long look(long now, long next, List<WireStream> due) {
        long deadline = deadline();
        if (deadline == CallContext.NEVER || over != null) return next;
        if (deadline - now <= 0) {
            due.add(this);
            return next;
        }
        return next == CallContext.NEVER || deadline - next < 0 ? deadline : next;
    }

    /// The loop knows that both sides have ended.
    abstract void finished();

    // ---- what comes; on the loop

    /// A frame of this call, of which both sides get such.
    void frame(int type, int flags, ByteBuf in, int length) throws WireException {
        switch (type) {
            case Format.LONG -> announced(in, length, flags);
            case Format.MESSAGE -> message(in, length, flags);
            case Format.END -> ended();
            case Format.WINDOW -> {
                if (length != 4) throw new WireException("WINDOW has 4 bytes");
                addCredit(in.readInt());
            }
            default -> unknown(type, flags);
        }
    }

    /// What is done with a type that is not known.
    static void unknown(int type, int flags) throws WireException {
        if ((flags & Format.IGNORABLE) == 0)
            throw new WireException("a frame of type " + type + " is not known here");
    }

    /// A long message is announced: its parts follow.
    void announced(ByteBuf in, int length, int flags) throws WireException {
        if (length != 4) throw new WireException("LONG has 4 bytes");
        long whole = in.readUnsignedInt();
        if (partial != null) throw cutShort();
        if (!takes(whole)) return;
        partial = Unpooled.wrappedBuffer(new byte[(int) whole]).clear();
        partialFlags = flags;
    }

    /// A message has come, or a part of one.
    void message(ByteBuf in, int length, int flags) throws WireException {
        ByteBuf part = room(length);
        if (part != null) {
            part.writeBytes(in, length);
            gathered();
        } else if (takes(length)) {
            whole(FrameDecoder.take(in, length), flags);
        }
    }

    /// Where a part of a long message belongs; null: none is under way.
    @Nullable ByteBuf room(int length) throws WireException {
        ByteBuf part = partial;
        if (part != null && length > part.writableBytes())
            throw new WireException("stream " + id + ": a message is longer than was said");
        return part;
    }

    /// A part has been added to the others.
    void gathered() throws WireException {
        ByteBuf part = partial;
        if (part == null || part.isWritable()) return;
        partial = null;
        whole(part.array(), partialFlags);
    }

    private void whole(byte[] message, int flags) throws WireException {
        received(message, (flags & Format.COMPRESSED) != 0, (flags & Format.LAST) != 0);
    }

    /// The other side sends no more.
    void ended() throws WireException {
        if (full) return;
        if (partial != null) throw cutShort();
        received(null, false, true);
    }

    private WireException cutShort() {
        return new WireException("stream " + id + ": a message is shorter than was said");
    }

    /// Takes room for a message, if there is memory for it; else the call is over.
    private boolean takes(long length) throws WireException {
        if (full) return false;
        if (receivedAll) throw new WireException("stream " + id + " goes on after its end");
        if (allowance <= 0)
            throw new WireException("stream " + id + " sends more than it has room for");
        int most = connection.terms().message();
        if (length > most)
            throw new WireException("a message of " + length + " bytes; " + most + " are taken");
        int cost = cost((int) length);
        if (!connection.holds(cost)) {
            full = true;
            overfull();
            return false;
        }
        allowance -= cost;
        held += cost;
        return true;
    }

    /// What a message of this length takes of the room.
    static int cost(int length) {
        return length + Format.OVERHEAD;
    }

    /// There is no memory for what comes; only a server refuses what it is sent.
    void overfull() {
        throw new IllegalStateException("a client has asked for what comes");
    }

    /// A message or the end is whole.
    void received(byte @Nullable [] message, boolean compressed, boolean last)
            throws WireException {
        if (receivedAll) throw new WireException("stream " + id + " goes on after its end");
        receivedAll = last;
        Inbox.Item item =
                message == null ? Inbox.Item.end() : Inbox.Item.message(message, compressed, last);
        connection.wake(inbox.add(item));
        if (sentAll && last) finished();
    }

    /// The other side has made room; on the loop.
    void addCredit(int bytes) throws WireException {
        if (bytes < 0 || (long) credit + bytes > Integer.MAX_VALUE)
            throw new WireException("stream " + id + " gets more room than there can be");
        CREDIT.addAndGet(this, bytes);
        connection.wake(sender);
    }

    /// Room that the other side is told of; on the loop.
    void granted(int bytes) {
        allowance += bytes;
        held -= bytes;
        connection.released(bytes);
    }

    /// The call is over: nothing of it is held here any more, nor sent; on the loop.
    final void letGo() {
        connection.released(held);
        held = 0;
        partial = null;
        if (going != null) connection.forget(this);
        going = null;
        behind = null;
    }

    // ---- what goes; on the loop

    /// Whether `one` must wait for a long message of this call, of which parts have gone. Then it
    /// is written after that.
    boolean queues(Outgoing one) {
        if (going == null) return false;
        if (behind == null) behind = new ArrayDeque<>();
        behind.add(one);
        return true;
    }

    /// A long message goes from now on, part by part.
    void goes(LongMessage message) {
        going = message;
        connection.interleave(this);
    }

    /// Writes a part of the long message.
    ///
    /// @return whether it is all there now
    boolean writePart(Batch out) {
        LongMessage message = going;
        if (message == null || !message.writePart(out)) return message == null;
        going = null;
        sent(message.length, message.last);
        ArrayDeque<Outgoing> waiting = behind;
        while (waiting != null && !waiting.isEmpty() && going == null)
            waiting.remove().write(connection);
        return true;
    }

    /// A message has been written.
    void sent(int length, boolean last) {
        if (!last) {
            UNSENT.addAndGet(this, -cost(length));
            connection.wake(sender);
            return;
        }
        sentAll = true;
        if (receivedAll) finished();
    }

    /// It ends here, whatever is still to come; whoever waits is told why. On the loop.
    void failed(Failure why) {
        if (over != null) return;
        over = why;
        connection.wake(inbox.add(Inbox.Item.failed(why)));
        connection.wake(sender);
    }

    /// It has ended well: who still sends stops. On the loop.
    void over() {
        if (over == null) over = ENDED;
        connection.wake(sender);
    }

    private static final Failure ENDED = Failure.of(Stage.CANCELLED, "the other side has ended");

    final @Nullable Failure whyOver() {
        return over;
    }

    /// The next message; null after the last. The reader's.
    ///
    /// @throws CallException if the call has failed, or the thread is interrupted
    /// @throws dev.galley.rpc.codec.CodecException if it can't be decompressed
    final byte @Nullable [] nextMessage() {
        if (readAll) return null;
        Inbox.Item item = inbox.await();
        if (item == null) throw interrupted();
        Failure failure = item.failure;
        if (failure != null) throw failure.exception();
        readAll = item.last;
        byte[] message = item.message;
        if (message == null) return null;
        if (!item.last) giveBack(cost(message.length));
        return item.compressed
                ? Compression.inflate(message, connection.terms().message())
                : message;
    }

    private void giveBack(int bytes) {
        unreturned += bytes;
        if (unreturned < connection.terms().window() / 2) return;
        connection.send(new Frames.Window(this, unreturned));
        unreturned = 0;
    }

    /// Sends a message, and waits first while there is no room. The sender's.
    ///
    /// @throws CallException if the call is over, the message too long, or the thread interrupted
    final void sendMessage(byte[] bytes, int offset, int length, boolean last) {
        awaitCredit();
        int limit = connection.theirs().message();
        if (length > limit)
            throw new CallException(
                    Stage.FAILED,
                    "message-too-long",
                    "a message of " + length + " bytes; the other side takes " + limit,
                    null);
        int flags = last ? Format.LAST : 0;
        byte[] small = Compression.of(connection.terms(), bytes, offset, length);
        int sending = small == null ? length : small.length;
        CREDIT.addAndGet(this, -cost(sending));
        if (!last) UNSENT.addAndGet(this, cost(sending));
        connection.send(
                small == null
                        ? new Frames.Message(this, bytes, offset, length, flags)
                        : new Frames.Message(this, small, 0, sending, flags | Format.COMPRESSED));
    }

    /// Waits until there is room for a message. The sender's.
    ///
    /// @throws CallException if the call is over, or the thread interrupted
    final void awaitCredit() {
        while (true) {
            Failure why = over;
            if (why != null) throw why.exception();
            if (mayGo()) return;
            if (Thread.currentThread().isInterrupted()) throw interrupted();
            sender = Thread.currentThread();
            if (!mayGo() && over == null) LockSupport.park(this);
            sender = null;
        }
    }

    private boolean mayGo() {
        return credit > 0 && unsent < connection.terms().window();
    }

    /// What a thread is told that was interrupted while it waited; it stays so.
    private CallException interrupted() {
        Failure why = over;
        return why == null
                ? Failure.of(Stage.CANCELLED, "the thread was interrupted").exception()
                : why.exception();
    }
}
