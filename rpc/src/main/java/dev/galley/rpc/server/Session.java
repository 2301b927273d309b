// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

/// A client's connection, by whatever face. Any thread.
public interface Session {
    /// Takes no new calls, tells the client so, and ends once those have ended that were taken.
    void drain();

    /// Ends now.
    void close();
}
