// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;

/// How io_uring is set up: reads take their buffers from a ring that a loop's connections share, so
/// that an idle connection holds none.
final class Rings {
    /// The group that all connections read from.
    static final short GROUP = 0;

    // All that a loop can take in one turn: what a reader that takes nothing can leave in memory is
    // one such turn more than its water mark.
    private static final int BUFFERS = 16;
    private static final int BUFFER_BYTES = 64 * 1024;

    private Rings() {}

    /// Whether the host allows io_uring, with buffer rings (Linux 5.19).
    static boolean usable() {
        return IoUring.isAvailable() && IoUring.isRegisterBufferRingSupported();
    }

    static IoHandlerFactory handler() {
        IoUringIoHandlerConfig config = new IoUringIoHandlerConfig();
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
        return PausableRing.over(IoUringIoHandler.newFactory(config));
    }
}
