// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

/// Requests, bytes and durations, counted by one writer a cell and summed by the reader.
public final class Traffic {
    /// @param writers how many writers there are; each uses its own number from 0
    public Traffic(int writers) {}

    /// Counts a finished request. Only the thread that owns `writer` may call it.
    ///
    /// @param status the status sent to the client
    /// @param nanos how long the request took
    public void record(int writer, int status, long bytesIn, long bytesOut, long nanos) {}
}
