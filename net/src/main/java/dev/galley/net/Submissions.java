// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.channel.Channel;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import org.jspecify.annotations.Nullable;

/// A transport's handler whose connections submit by a rule what they want of the kernel: where
/// Netty is to be kept from a fault of its own.
final class Submissions implements IoHandler {
    /// What is submitted in place of what a connection asks for.
    interface Rule {
        /// What is submitted; null: nothing.
        @Nullable IoOps of(Channel channel, IoOps asked);
    }

    /// Who is told of what the kernel has done, in place of a connection.
    interface Witness {
        IoHandle of(Channel channel, IoHandle told);
    }

    private final IoHandler handler;
    private final Rule rule;
    private final Witness witness;

    private Submissions(IoHandler handler, Rule rule, Witness witness) {
        this.handler = handler;
        this.rule = rule;
        this.witness = witness;
    }

    static IoHandlerFactory ruled(IoHandlerFactory handlers, Rule rule) {
        return witnessed(handlers, rule, (_, told) -> told);
    }

    static IoHandlerFactory witnessed(IoHandlerFactory handlers, Rule rule, Witness witness) {
        return executor -> new Submissions(handlers.newHandler(executor), rule, witness);
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        if (!(handle instanceof Channel.Unsafe unsafe)) return handler.register(handle);
        Channel channel = unsafe.voidPromise().channel();
        return new Ruled(handler.register(witness.of(channel, handle)), channel, rule);
    }

    private record Ruled(IoRegistration on, Channel channel, Rule rule) implements IoRegistration {
        @Override
        public long submit(IoOps operation) {
            IoOps allowed = rule.of(channel, operation);
            return allowed == null ? 0 : on.submit(allowed);
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
        handler.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return handler.run(context);
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
        Ending.of(handler);
    }

    @Override
    public void wakeup() {
        handler.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }
}
