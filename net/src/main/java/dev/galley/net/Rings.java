// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import org.jspecify.annotations.Nullable;

/// How io_uring is set up: reads take their buffers from a ring that a loop's connections share, so
/// that an idle connection holds none.
final class Rings {
    /// The group that all connections read from.
    static final short GROUP = 0;

    // All that a loop can take in one turn: what a reader that takes nothing can leave in memory is
    // one such turn more than its water mark.
    private static final int BUFFERS = 16;
    private static final int BUFFER_BYTES = 64 * 1024;

    // What can have happened on the connections of all loops before they look again. Beyond that
    // the kernel keeps completions in a list of its own, which costs time. Each takes 16 bytes, and
    // where the kernel has completions of two sizes (Linux 6.18) Netty 4.2.18 keeps an object for
    // each.
    private static final int COMPLETIONS = 32 * 1024;
    private static final int COMPLETIONS_OF_A_LOOP = 4 * 1024; // at least

    /// `IORING_OP_RECV` of linux/io_uring.h, and as an operation of Netty's shows it.
    private static final byte RECEIVE_OPCODE = 27;

    private static final String RECEIVE = "{opcode=" + RECEIVE_OPCODE + ",";

    /// `-ECANCELED` of linux/errno.h.
    private static final int CANCELLED = -125;

    private Rings() {}

    /// Whether the host allows io_uring, with buffer rings (Linux 5.19).
    static boolean usable() {
        return IoUring.isAvailable() && IoUring.isRegisterBufferRingSupported();
    }

    static IoHandlerFactory handler(int loops) {
        IoUringIoHandlerConfig config = new IoUringIoHandlerConfig();
        config.setCqSize(
                Math.max(COMPLETIONS_OF_A_LOOP, COMPLETIONS / Integer.highestOneBit(loops)));
        config.setBufferRingConfig(
                IoUringBufferRingConfig.builder()
                        .bufferGroupId(GROUP)
                        .bufferRingSize((short) BUFFERS)
                        .batchSize(BUFFERS)
                        .batchAllocation(false)
                        .incremental(IoUring.isRegisterBufferRingIncSupported())
                        .allocator(
                                new IoUringFixedBufferRingAllocator(
                                        PooledByteBufAllocator.DEFAULT, BUFFER_BYTES))
                        .build());
        return Submissions.witnessed(
                IoUringIoHandler.newFactory(config), Rings::unlessPaused, Resumed::new);
    }

    /// A paused connection receives nothing. A multishot receive ends by itself when the ring of
    /// buffers is empty for a moment, and Netty 4.2.18 then arms it again, also when reading was
    /// paused meanwhile: a slow reader's answer would pile up in memory. Resuming submits one.
    ///
    /// To be removed once Netty asks for `readPending` before it arms again.
    private static @Nullable IoOps unlessPaused(Channel channel, IoOps asked) {
        boolean paused = !channel.config().isAutoRead();
        return paused && asked.toString().contains(RECEIVE) ? null : asked;
    }

    /// A receive that a pause has cancelled may bring bytes once more before its end is told; with
    /// these, Netty 4.2.18 forgets that reading was resumed meanwhile, and reads no more. So a
    /// connection that is not paused is read when it hears of a cancellation.
    ///
    /// To be removed once Netty keeps `readPending` until then.
    @SuppressWarnings("try") // close() throws what the interface has it throw
    private record Resumed(Channel channel, IoHandle told) implements IoUringIoHandle {
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            told.handle(registration, event);
            if (event instanceof IoUringIoEvent done
                    && done.opcode() == RECEIVE_OPCODE
                    && done.res() == CANCELLED
                    && channel.config().isAutoRead()) channel.read();
        }

        @Override
        public void registered() {
            told.registered();
        }

        @Override
        public void unregistered() {
            told.unregistered();
        }

        @Override
        public void close() throws Exception {
            told.close();
        }
    }
}
