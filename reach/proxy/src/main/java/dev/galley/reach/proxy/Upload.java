// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.Size;
import io.netty.buffer.ByteBuf;

/// A request's body on its way from the client. Belongs to its exchange.
final class Upload {
    private final Body body = new Body();

    void begin(RequestHead request) {
        if (request.chunked) body.chunked();
        else body.length(Math.max(0, request.contentLength));
    }

    /// The head could not be understood: where the body ends nobody knows.
    void unknown() {
        body.untilClose();
    }

    /// Whether it was read to its end.
    boolean done() {
        return body.done();
    }

    /// How many of the readable bytes of `in` belong to the body and may go on; or, negative, the
    /// status that refuses it.
    ///
    /// @param nanos since the request's head
    int take(ByteBuf in, Site site, long nanos) {
        int n = body.take(in, null);
        if (n < 0) return -400;
        Size most = site.limits.body();
        if (most != null && body.payload() > most.bytes()) return -413;
        return crawls(site, nanos) ? -408 : n;
    }

    /// Whether it has come at less than the least rate for longer than it may.
    private boolean crawls(Site site, long nanos) {
        if (body.done() || nanos < site.unhurriedNanos) return false;
        double least = site.limits.minRate().bytes() * (nanos / 1e9);
        return body.payload() < least;
    }

    /// Passes on the first `n` bytes of `in`, which is what the client has read.
    static void pass(Client client, ByteBuf in, int n, Upstream to) {
        if (n == in.readableBytes()) {
            client.takeIn();
            to.write(in);
        } else {
            to.write(in.readRetainedSlice(n));
        }
        to.flush();
    }
}
