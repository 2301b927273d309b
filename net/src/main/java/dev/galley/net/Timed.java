// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A connection's handler with one deadline, kept by its {@link Loop}. Belongs to the loop's
/// thread.
public abstract class Timed extends ChannelInboundHandlerAdapter {
    /// No deadline.
    protected static final long NEVER = Long.MAX_VALUE;

    private static final System.Logger LOG = System.getLogger(Timed.class.getName());

    @Nullable Timed next;
    @Nullable Timed previous;
    boolean watched;
    long deadline = NEVER;
    private @Nullable ChannelHandlerContext context;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /// Closes the connection. It is mostly a reset, or what TLS can't read; whatever is no failure
    /// of input or output is a defect, and told.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause.getCause() instanceof IOException))
            LOG.log(System.Logger.Level.ERROR, "a connection failed", cause);
        ctx.close();
    }

    /// Whether it is in a pipeline.
    protected final boolean attached() {
        return context != null;
    }

    /// Its place in its pipeline.
    ///
    /// @throws IllegalStateException if it is in none
    protected final ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) throw new IllegalStateException("not in a pipeline");
        return ctx;
    }

    /// Closes the connection, whatever it was about.
    final void abort() {
        if (attached()) context().close();
    }

    /// Sets the deadline.
    ///
    /// @param nanos when, by `System.nanoTime()`
    protected final void deadline(long nanos) {
        deadline = nanos == NEVER ? NEVER - 1 : nanos;
    }

    /// There is no deadline any more.
    protected final void noDeadline() {
        deadline = NEVER;
    }

    /// The deadline has passed, and is gone: set a new one if one is needed.
    protected abstract void expired(long now);
}
