// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import org.jspecify.annotations.Nullable;

/// A call that has come by one of the faces of a server, which implements this: it knows its own
/// framing and flow control, and nothing of services. Its methods are called on the one virtual
/// thread of the call; they may block, but for those that say otherwise.
public interface Incoming {
    /// How messages are written in this call.
    enum Format {
        PROTOBUF,
        JSON
    }

    Format format();

    /// Deadline, trace, caller and attributes as they came.
    CallContext context();

    /// The next message of the request, whole; null after the last.
    ///
    /// @throws CallException if the call was cancelled, or its deadline has passed
    /// @throws dev.galley.rpc.codec.CodecException if it can't be decompressed
    byte @Nullable [] next();

    /// Sends a message of the response, and waits while the other side takes no more. The array is
    /// the face's from now on.
    ///
    /// @throws CallException if the call was cancelled, or its deadline has passed
    void send(byte[] message, int offset, int length);

    /// As {@link #send}, and as {@link #end} after that: the only message of most calls, which is
    /// sent in one piece then.
    void finish(byte[] message, int offset, int length);

    /// All has been sent.
    void end();

    /// The call has failed; nothing is sent after that. Never waits: also for the loop, where a
    /// call is refused.
    void fail(CallException failure);

    /// The service has returned, or the call was refused: its thread does nothing more for it.
    default void left() {}

    /// Has `task` run, on whatever thread, once the caller has cancelled, the deadline has passed
    /// or the connection is gone; at once if that has happened; perhaps twice.
    void onGone(Runnable task);

    /// Has the call served: runs `serving` on a virtual thread, now or with the others that came
    /// with it. Never waits; called where the call came in.
    default void start(Runnable serving) {
        Thread.startVirtualThread(serving);
    }
}
