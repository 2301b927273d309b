// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.channel.Channel;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;

/// An io_uring handler whose paused connections receive nothing.
///
/// A multishot receive ends by itself when the ring of buffers is empty for a moment, and Netty
/// 4.2.18 then arms it again, also when reading was paused meanwhile: a slow reader's answer would
/// pile up in memory. So a receive of a paused connection is not submitted; resuming submits one.
///
/// To be removed once Netty asks for `readPending` before it arms again.
final class PausableRing implements IoHandler {
    /// `IORING_OP_RECV` of linux/io_uring.h, as an operation of Netty's shows it.
    private static final String RECEIVE = "{opcode=27,";

    private final IoHandler ring;

    private PausableRing(IoHandler ring) {
        this.ring = ring;
    }

    static IoHandlerFactory over(IoHandlerFactory rings) {
        return executor -> new PausableRing(rings.newHandler(executor));
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        IoRegistration registration = ring.register(handle);
        return handle instanceof Channel.Unsafe unsafe
                ? new Pausable(registration, unsafe.voidPromise().channel())
                : registration;
    }

    private record Pausable(IoRegistration on, Channel channel) implements IoRegistration {
        @Override
        public long submit(IoOps operation) {
            if (!channel.config().isAutoRead() && operation.toString().contains(RECEIVE)) return 0;
            return on.submit(operation);
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
        public <T> T attachment() {
            return on.attachment();
        }

        @Override
        public boolean isValid() {
            return on.isValid();
        }

        @Override
        public boolean cancel() {
            return on.cancel();
        }
    }

    @Override
    public void initialize() {
        ring.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return ring.run(context);
    }

    @Override
    public void prepareToDestroy() {
        ring.prepareToDestroy();
    }

    @Override
    public void destroy() {
        ring.destroy();
    }

    @Override
    public void wakeup() {
        ring.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return ring.isCompatible(handleType);
    }
}
