// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
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

    // What can have happened on a loop's connections before it looks again, 16 bytes each: 512 KiB
    // a loop. Beyond that the kernel keeps completions in a list of its own, which costs time.
    private static final int COMPLETIONS = 32 * 1024;

    /// `IORING_OP_RECV` of linux/io_uring.h, as an operation of Netty's shows it.
    private static final String RECEIVE = "{opcode=27,";

    private Rings() {}

    /// Whether the host allows io_uring, with buffer rings (Linux 5.19).
    static boolean usable() {
        return IoUring.isAvailable() && IoUring.isRegisterBufferRingSupported();
    }

    static IoHandlerFactory handler() {
        IoUringIoHandlerConfig config = new IoUringIoHandlerConfig();
        config.setCqSize(COMPLETIONS);
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
        return Submissions.ruled(IoUringIoHandler.newFactory(config), Rings::unlessPaused);
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
}
