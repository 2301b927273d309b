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

    private static final int BUFFERS = 64;
    private static final int BUFFER_BYTES = 64 * 1024;

    // Multishot receives go on after reading was paused: a slow reader's answer would pile up in
    // memory. Netty reads the property once, when IoUring is first used, which is here.
    static {
        System.setProperty("io.netty.iouring.recvMultiShotEnabled", "false");
    }

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
                        .batchSize(8)
                        .batchAllocation(false)
                        .incremental(IoUring.isRegisterBufferRingIncSupported())
                        .allocator(
                                new IoUringFixedBufferRingAllocator(
                                        PooledByteBufAllocator.DEFAULT, BUFFER_BYTES))
                        .build());
        return IoUringIoHandler.newFactory(config);
    }
}
