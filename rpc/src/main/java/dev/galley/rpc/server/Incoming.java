// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A call that has come by one of the faces of a server, which implements this: it knows its own
/// framing and flow control, and nothing of services. All methods but {@link #onGone} may block,
/// and are called on the one virtual thread of the call.
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
    byte @Nullable [] next();

    /// Sends a message of the response, and waits while the other side takes no more.
    ///
    /// @param message released by the face
    /// @throws CallException if the call was cancelled, or its deadline has passed
    void send(ByteBuf message);

    /// All has been sent.
    void end();

    /// The call has failed; nothing is sent after that.
    void fail(CallException failure);

    /// Has `task` run, on whatever thread, once the caller has cancelled or the connection is gone;
    /// at once if that has happened.
    void onGone(Runnable task);
}
