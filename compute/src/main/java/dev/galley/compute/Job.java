// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import java.util.stream.Stream;

/// A computation under way. Any thread but an event loop.
public interface Job<A> extends AutoCloseable {
    /// Waits for the end.
    ///
    /// @throws dev.galley.rpc.CallException if it has failed: with what the last attempt of a part
    ///   failed with, `taken-over` if another one goes on with it, or cancelled
    A result();

    /// How it goes on, from now to its end; a reader that is slow is told of the newest only. Ends
    /// when the job does, be it well or not.
    Stream<Progress> progress();

    /// Gives the job up unless it has ended, and with it the parts under way on other nodes. What
    /// its {@link Checkpoint} has stays there.
    @Override
    void close();
}
