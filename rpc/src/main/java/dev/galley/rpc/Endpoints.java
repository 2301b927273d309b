// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

/// Where a module serves besides its calls: a page, a port of its own. What it opens is a member of
/// each pool that names the module, wherever in the cluster that pool is, until the module is
/// stopped. Any thread; never waits.
@Provided
public interface Endpoints {
    /// Others reach the module here from now on.
    ///
    /// @param host as others reach it; a wildcard such as `0.0.0.0` is the host that this node is
    ///   called at
    /// @param port 1 to 65535, and bound already
    /// @throws IllegalArgumentException if it is no address
    void open(String host, int port);
}
