// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import java.io.IOException;

/// A kernel that forwards by itself: what the mirror and the virtual addresses need of it. Calls
/// wait for the kernel: for platform threads, any of them.
public interface Kernel extends AutoCloseable {
    /// What does it there, in a word for people: `IPVS`.
    String name();

    /// All services that there are in this network namespace.
    Table table() throws IOException;

    /// Makes a change.
    ///
    /// @throws IOException if the kernel refuses; the message says what was asked, and why not
    void apply(Step step) throws IOException;

    /// Has the kernel tell its connections to those of its peers that have the same id, and learn
    /// theirs, so that they survive a failover. What runs so already runs on.
    ///
    /// @param interfaceName where it multicasts
    /// @param id 0 to 255
    /// @throws IOException if it cannot, or does so already in another way
    void startSync(String interfaceName, int id) throws IOException;

    /// Ends it.
    void stopSync() throws IOException;

    /// Lets go of the kernel; what is in its table stays.
    @Override
    void close();
}
